import { createHook } from 'node:async_hooks'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveFarm } from '../../farm/server/serve-farm.ts'
import { ENGINE_ROOT } from '../../farm/settings.ts'
import { approve, openBenchFarm, propose } from './bench-farm.ts'
import { pressSheet } from './generate.ts'

/** What a served farm does when asked from outside its process. */
export interface Orders {
  /** Brings in a press sheet about a place, and answers with its entry. */
  propose: { readonly title: string; readonly place: string }
  /** Approves an entry; answers in ms how long it took. */
  approve: { readonly entry: number }
  /** Makes all that was kept stale, as a change of the network does. */
  forget: Record<string, never>
  /** Bodies compressed since the server began to count, on its first asking. */
  compressions: Record<string, never>
  /** Milliseconds of processor time used so far, over all threads. */
  processor: Record<string, never>
}

/** A farm served by a process of its own. */
export interface Serving {
  readonly port: number
  ask<K extends keyof Orders>(order: K, about: Orders[K]): Promise<number>
  stop(): void
}

/** Serves the farm of a folder in a process of its own. */
export async function startServing(place: string): Promise<Serving> {
  const child = fork(fileURLToPath(import.meta.url), [place])
  const [port] = await once(child, 'message')
  return { port, ask: (order, about) => askChild(child, { order, about }), stop: () => void child.kill() }
}

/** Milliseconds of processor time this process has used, over all its threads. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

async function askChild(child: ChildProcess, message: object): Promise<number> {
  const answered = once(child, 'message')
  child.send(message)
  return (await answered)[0]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(process.argv[2] ?? '')

async function serve(place: string): Promise<void> {
  const farm = await openBenchFarm(place)
  const served = await serveFarm(farm, { port: 0, built: join(ENGINE_ROOT, 'dist'), work: false })
  let compressions = 0
  const counting = createHook({
    init(_, type) {
      if (type === 'ZLIB') compressions += 1
    },
  })
  const orders: { [K in keyof Orders]: (about: Orders[K]) => Promise<number> } = {
    propose: ({ title, place: where }) => propose(farm, pressSheet(title, where)),
    async approve({ entry }) {
      const start = performance.now()
      await approve(farm, entry)
      return performance.now() - start
    },
    async forget() {
      await farm.changed('network')
      return 0
    },
    async compressions() {
      counting.enable()
      return compressions
    },
    processor: async () => processorMs(),
  }
  process.on('message', async ({ order, about }: { order: keyof Orders; about: never }) => {
    process.send?.(await orders[order](about))
  })
  process.on('disconnect', () => process.exit())
  process.send?.(served.port)
}
