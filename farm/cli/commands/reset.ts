import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Call, type Command, CommandFailure, EXIT, misuse } from '../command.ts'
import { makeDemo } from '../make-demo.ts'
import { portState } from '../running-farm.ts'
import { ask, canAsk } from '../terminal.ts'
import { withFarm } from '../with-farm.ts'

/** `farm reset`: gives the demo back as it was. */
export const reset: Command = {
  name: 'reset',
  usage: '[--yes]',
  options: { yes: { type: 'boolean' } },
  positionals: [],
  json: '{ reset: true, entries }',
  async run(call) {
    const { settings, out, words } = call
    const file = sqliteFile(call)
    await agreed(call)
    if ((await portState(settings.port)) === 'farm')
      throw new CommandFailure(words('cli.reset.running', { port: String(settings.port) }))
    for (const path of [file, `${file}-wal`, `${file}-shm`, join(settings.data, 'files')])
      await rm(path, { recursive: true, force: true })
    const entries = await withFarm(call, (farm) => makeDemo(farm, call))
    out.value({ reset: true, entries }, words('cli.reset.done'))
    return EXIT.done
  },
}

function sqliteFile({ settings, words }: Call): string {
  const { databaseUrl, data } = settings
  if (databaseUrl?.startsWith('postgres')) throw misuse(words('cli.reset.postgres'))
  return databaseUrl ?? join(data, 'farm.sqlite')
}

async function agreed({ values, words }: Call): Promise<void> {
  if (values.yes === true) return
  if (!canAsk()) throw misuse(words('cli.reset.say-yes'))
  const answer = await ask(`${words('cli.reset.ask')} `)
  if (!/^(o|oui|y|yes)$/i.test(answer)) throw new CommandFailure(words('cli.reset.kept'))
}
