import type { IncomingMessage } from 'node:http'
import { fail } from './fail.ts'
import { passOn } from './fate.ts'
import type { Front, KnownExchange } from './front.ts'
import type { RequestFacts } from './options.ts'
import { plainAddress } from './proxies.ts'

/** Lets the app answer, with a request that holds nothing unverified about where it came from. */
export async function handOver(front: Front, exchange: KnownExchange): Promise<void> {
  const { req, res, facts } = exchange
  const { options, metrics } = front
  const started = performance.now()
  stateFacts(req, facts)
  res.onHead ??= (head) => passOn(front, exchange, head)
  try {
    await options.render(req, res, options.locals(req, facts))
  } catch (error) {
    fail(front, exchange, error)
  } finally {
    metrics.countRender(performance.now() - started)
  }
}

/**
 * Astro believes these headers, so they must be ours: it takes the protocol and the client's address from them.
 * They are only set where a proxy changed either, because Astro then builds its request twice.
 */
function stateFacts(req: IncomingMessage, facts: RequestFacts): void {
  const { headers } = req
  const hearsay = Object.keys(headers).filter(isHearsay)
  const https = facts.protocol === 'https'
  const direct = facts.clientIp === plainAddress(req.socket.remoteAddress ?? '')
  // Nearly all requests: nothing claimed but the host, which is the one that was checked.
  if (direct && !https && hearsay.length === 1 && headers.host === facts.authority) return
  for (const name of hearsay) delete headers[name]
  const stated = {
    host: facts.authority,
    ...(https ? { 'x-forwarded-proto': 'https' } : {}),
    ...(direct ? {} : { 'x-forwarded-for': facts.clientIp }),
  }
  Object.assign(headers, stated)
  const raw = req.rawHeaders.filter((_, at, all) => !isHearsay((all[at - (at % 2)] ?? '').toLowerCase()))
  req.rawHeaders = [...raw, ...Object.entries(stated).flat()]
}

function isHearsay(name: string): boolean {
  return name === 'host' || name === 'forwarded' || name === 'x-real-ip' || name.startsWith('x-forwarded-')
}
