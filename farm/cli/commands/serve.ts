import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Farm } from '../../open-farm.ts'
import { ENGINE_ROOT } from '../../settings.ts'
import { numberOption } from '../arguments.ts'
import { type Call, type Command, CommandFailure, EXIT } from '../command.ts'
import { makeDemo } from '../make-demo.ts'
import { signposts } from '../signposts.ts'
import { pairs } from '../table.ts'

/** `farm serve`: serves the farm until it is told to stop. */
export const serve: Command = {
  name: 'serve',
  usage: '[--demo] [--port N]',
  options: { demo: { type: 'boolean' }, port: { type: 'string' } },
  positionals: [],
  json: '{ port, domain, addresses: [{ name, url }] }',
  async run(call) {
    const { settings, out, words } = call
    const built = join(ENGINE_ROOT, 'dist')
    if (!existsSync(join(built, 'server', 'entry.mjs'))) throw new CommandFailure(words('cli.serve.not-built'))
    const wanted = numberOption(call, 'port', settings.port)
    // The hub is told of feeds by the addresses they have here.
    const farm = await call.open({ ...settings, port: wanted })
    await furnish(call, farm)
    const served = await listen(call, farm, { port: wanted, built })
    const addresses = await signposts(farm, served.port, words)
    const text = pairs(addresses.map(({ name, url }) => [`  ${name}`, url]))
    out.value({ port: served.port, domain: settings.domain, addresses }, `${words('cli.serve.ready')}\n\n${text}\n`)
    await stopSignal()
    await served.stop()
    return EXIT.done
  },
}

async function furnish(call: Call, farm: Farm): Promise<void> {
  const { organisations } = await farm.memory()
  if (organisations.all().length > 0) return
  if (call.values.demo !== true) {
    await farm.close()
    throw new CommandFailure(call.words('cli.serve.empty'))
  }
  await makeDemo(farm, call)
}

async function listen({ words }: Call, farm: Farm, where: { readonly port: number; readonly built: string }) {
  const { serveFarm } = await import('../../server/serve-farm.ts')
  try {
    return await serveFarm(farm, where)
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    await farm.close()
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    throw new CommandFailure(
      words(`cli.serve.${code === 'EACCES' ? 'forbidden' : 'taken'}`, { port: String(where.port) }),
    )
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
