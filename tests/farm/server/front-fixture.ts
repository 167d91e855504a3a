import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createEpochs, type MovableEpochs } from '../../../farm/cache/epochs.ts'
import { createFront, type FrontServer } from '../../../farm/server/create-server.ts'
import type { FrontOptions, LogLine } from '../../../farm/server/options.ts'
import { ask, type RawAnswer, type RawRequest } from './raw-http.ts'

/** What the fake app does with a request. */
export type FakeApp = (req: IncomingMessage, res: ServerResponse, locals: object) => Promise<void> | void

/** A listening front with its fake app and what it told. */
export interface RunningFront {
  readonly server: FrontServer
  readonly port: number
  readonly epochs: MovableEpochs
  readonly lines: LogLine[]
  ask(target: string, request?: RawRequest): Promise<RawAnswer>
}

/** Starts a front on 127.0.0.1 that knows `nievre.test`, `desk.test` and `farm.test`, and closes it after the test. */
export async function startFront(
  app: FakeApp,
  { logsByDefault = false, ...options }: Partial<FrontOptions> & { readonly logsByDefault?: boolean } = {},
): Promise<RunningFront> {
  const epochs = createEpochs()
  const lines: LogLine[] = []
  const server = createFront({
    render: app,
    locals: (_, facts) => ({ facts }),
    knowsHost: (host) => KNOWN.get(host) ?? null,
    isAnonymous: (req) => !req.headers.cookie?.includes('farm_session='),
    health: async () => ({ ok: true, database: 'ok' }),
    epochs,
    ...(logsByDefault ? {} : { log: (line) => void lines.push(line) }),
    ...options,
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const port = portOf(server.address())
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { server, port, epochs, lines, ask: (target, request) => ask(port, target, request) }
}

/** An app that answers every request with a shareable page telling how often it was asked. */
export function countingApp(tags = 'site:nievre'): { readonly app: FakeApp; readonly count: () => number } {
  let renders = 0
  const app: FakeApp = (_, res) => {
    renders += 1
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'farm-cache-tags': tags })
    res.end(`<p>${renders}</p>${'<p>Une réunion à Nevers.</p>'.repeat(100)}`)
  }
  return { app, count: () => renders }
}

const KNOWN = new Map<string, 'site' | 'desk' | 'directory'>([
  ['nievre.test', 'site'],
  ['yonne.test', 'site'],
  ['desk.test', 'desk'],
  ['farm.test', 'directory'],
])

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the front does not listen on a port')
  return address.port
}
