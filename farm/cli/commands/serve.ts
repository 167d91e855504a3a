import { join } from 'node:path'
import { serveFarm } from '../../server/serve-farm.ts'
import { ENGINE_ROOT } from '../../settings.ts'
import { type Command, CommandFailure, EXIT } from '../command.ts'
import { makeDemo } from '../make-demo.ts'
import { signposts } from '../signposts.ts'

/** `farm serve`: serves the farm until it is told to stop. */
export const serve: Command = {
  name: 'serve',
  usage: '[--demo] [--port N]',
  summary: 'serve the farm: sites, desk, feeds, and the worker of its jobs',
  options: { demo: { type: 'boolean' }, port: { type: 'string' } },
  explained: { demo: 'load the demo network first when the farm is still empty', port: 'instead of FARM_PORT' },
  positionals: [],
  async run({ values, settings, open, out }) {
    const farm = await open()
    const memory = await farm.memory()
    if (memory.organisations.all().length === 0) {
      if (!values.demo)
        throw new CommandFailure('This farm is still empty: run "farm init", or "farm serve --demo" to try it.')
      await makeDemo(farm, out)
    }
    const port = values.port === undefined ? settings.port : Number(values.port)
    const served = await serveFarm(farm, { port, built: join(ENGINE_ROOT, 'dist') })
    out.value({ port: served.port, domain: settings.domain }, await signposts(farm, served.port))
    await stopSignal()
    await served.stop()
    return EXIT.done
  },
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
