import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { TLSSocket } from 'node:tls'
import { FetchFailure } from './fetch-failure.ts'
import { type AllowPrivate, guard, guardedLookup, guardHost, lonelyAgent } from './guarded-agent.ts'

/** What one request takes: no redirect is followed here. */
export interface Requesting {
  /** Sent by POST; a GET without. */
  readonly body?: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly allowPrivate: AllowPrivate
  /** Milliseconds to connect (TLS included), and of silence. */
  readonly connect: number
  readonly idle: number
  /** Ends everything at once. */
  readonly signal: AbortSignal
}

/** Sends a request and answers with the head of the response, its body unread; throws `FetchFailure` or the socket's own error. */
export function requestPage(url: URL, requesting: Requesting): Promise<IncomingMessage> {
  const { headers, allowPrivate, signal, idle, body } = requesting
  const secure = url.protocol === 'https:'
  if (!secure && url.protocol !== 'http:') {
    throw new FetchFailure({ code: 'not-http', params: { value: url.protocol.slice(0, 20) } })
  }
  if (url.username !== '' || url.password !== '') throw new FetchFailure({ code: 'unsafe-url' })
  guardHost(url, allowPrivate)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const method = body === undefined ? 'GET' : 'POST'
  const options = { method, headers, signal, agent: lonelyAgent(url), lookup: guardedLookup(allowPrivate) }
  let answer: IncomingMessage | undefined
  const request = (secure ? https : http).request(url, options, (response) => {
    answer = response
    resolve(response)
  })
  request.on('error', reject)
  request.setTimeout(idle, () => {
    // Whoever reads the body would only hear that the connection broke.
    answer?.destroy(timeout('idle'))
    request.destroy(timeout('idle'))
  })
  watchConnection(request, requesting)
  request.end(body)
  return promise
}

function watchConnection(request: ClientRequest, { allowPrivate, connect }: Requesting): void {
  const late = setTimeout(() => request.destroy(timeout('connect')), connect)
  request.on('close', () => clearTimeout(late))
  request.on('socket', (socket) => {
    // The lookup already chose the address; what was connected to is checked all the same.
    socket.once('connect', () => {
      try {
        guard(socket.remoteAddress ?? '', allowPrivate)
      } catch (refusal) {
        request.destroy(refusal instanceof Error ? refusal : undefined)
      }
    })
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => clearTimeout(late))
  })
}

function timeout(phase: 'connect' | 'idle'): FetchFailure {
  return new FetchFailure({ code: 'timeout', params: { phase } })
}
