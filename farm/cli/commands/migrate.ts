import { migrationState } from '../../storage/openers/pending-migrations.ts'
import { type Command, EXIT } from '../command.ts'
import { withFarm } from '../with-farm.ts'

/** `farm migrate`: brings the database up to date, as every start does, and says what it applied. */
export const migrate: Command = {
  name: 'migrate',
  usage: '',
  options: {},
  positionals: [],
  json: '{ database: "sqlite"|"postgres", applied: [name] }',
  async run(call) {
    const { settings, words, out } = call
    const { dialect, pending } = await migrationState({ data: settings.data, url: settings.databaseUrl })
    await withFarm(call, async () => undefined)
    const text = [words('cli.migrate.applied', { count: pending.length }), ...pending.map((name) => `  ${name}`)]
    out.value({ database: dialect, applied: pending }, text.join('\n'))
    return EXIT.done
  },
}
