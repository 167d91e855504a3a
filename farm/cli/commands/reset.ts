import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openFarm } from '../../open-farm.ts'
import { type Command, CommandFailure, EXIT } from '../command.ts'
import { makeDemo } from '../make-demo.ts'

/** `farm reset`: gives the demo back as it was. */
export const reset: Command = {
  name: 'reset',
  usage: '--yes',
  summary: 'erase all data of this farm and load the demo network again',
  options: { yes: { type: 'boolean' } },
  explained: { yes: 'really erase' },
  positionals: [],
  async run({ values, settings, out }) {
    if (!values.yes)
      throw new CommandFailure('This erases every entry, person and site of this farm; say so with --yes.', EXIT.usage)
    if (settings.databaseUrl)
      throw new CommandFailure(
        'reset erases the SQLite file of the data folder; empty a database of your own yourself.',
        EXIT.usage,
      )
    for (const name of ['farm.sqlite', 'farm.sqlite-wal', 'farm.sqlite-shm', 'files'])
      await rm(join(settings.data, name), { recursive: true, force: true })
    const farm = await openFarm(settings)
    if (!farm.ok) throw new CommandFailure(JSON.stringify(farm.problems))
    await makeDemo(farm.value, out)
    await farm.value.close()
    out.value({ reset: true }, 'La démonstration est remise à neuf.')
    return EXIT.done
  },
}
