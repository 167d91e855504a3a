import type { IncomingMessage } from 'node:http'
import { limitTime } from './body-time.ts'
import { checkRequest, isRead } from './check-request.ts'
import { fail } from './fail.ts'
import type { Exchange, Front } from './front.ts'
import type { Address } from './host.ts'
import type { HostKind } from './options.ts'
import { type Hop, plainAddress } from './proxies.ts'
import { refuse } from './refuse.ts'
import { route } from './route.ts'
import { answerHealth, answerMetrics, isLocal } from './state.ts'

/** Takes a request through the checks every request passes, then to whoever answers it on its host. */
export function accept(front: Front, exchange: Exchange): void {
  const { req } = exchange
  // Nobody reads the body of such a request: it is only waited for, and not for as long as a file.
  if (isRead(req) && hasBody(req)) limitTime(front, req, false)
  const hop = readHop(front, req)
  if (isAboutFarm(front, exchange, hop)) return
  const https = hop.protocol === 'https'
  const refusal = checkRequest(req, front.limits)
  const address = front.readAddress[hop.protocol](hop.host)
  if (refusal) refuse(front, exchange, { ...refusal, https })
  else if (!address) refuse(front, exchange, { status: 400, code: 'bad-host', https })
  else admit(front, exchange, { hop, address })
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** Asked of the process, whatever the host. */
function isAboutFarm(front: Front, exchange: Exchange, hop: Hop): boolean {
  const { req } = exchange
  if (req.url === '/healthz' && isRead(req)) void answerHealth(front, exchange)
  else if (req.url === '/metrics' && isRead(req) && isLocal(exchange, hop.clientIp)) answerMetrics(front, exchange)
  else return false
  return true
}

function readHop({ proxies }: Front, req: IncomingMessage): Hop {
  const peer = plainAddress(req.socket.remoteAddress ?? '')
  if (proxies.trusts(peer)) return proxies.readHop(req.headers, peer)
  return { clientIp: peer, protocol: 'http', host: req.headers.host ?? '' }
}

function admit(front: Front, exchange: Exchange, origin: { readonly hop: Hop; readonly address: Address }): void {
  const { hop, address } = origin
  const enter = (kind: HostKind | null) => {
    if (kind) route(front, { ...exchange, facts: { ...address, kind, clientIp: hop.clientIp } })
    else refuse(front, exchange, { status: 404, code: 'unknown-host', https: hop.protocol === 'https' })
  }
  const kind = front.options.knowsHost(address.host)
  if (kind instanceof Promise) kind.then(enter).catch((error: unknown) => fail(front, exchange, error))
  else enter(kind)
}
