import { ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { METHODS } from './check-request.ts'
import type { Front } from './front.ts'
import { type Refusal, writeRefusal } from './refuse.ts'

/** Answers what is no readable HTTP request, or did not arrive in time, and closes the connection. */
export function answerBrokenRequest(front: Front, error: Error, socket: Duplex): void {
  const current: unknown = Reflect.get(socket, '_httpMessage')
  const isAnswering = current instanceof ServerResponse && current.headersSent
  if (!socket.writable || isAnswering) socket.destroy()
  else writeRaw(front, socket, REFUSALS[codeOf(error)] ?? { status: 400, code: 'bad-request' })
}

/** Answers CONNECT, which the farm does not serve. */
export function refuseConnect(front: Front, socket: Duplex): void {
  writeRaw(front, socket, { status: 405, code: 'method-not-allowed', headers: ['allow', [...METHODS].join(', ')] })
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'head-too-large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request-timeout' },
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function writeRaw(front: Front, socket: Duplex, refusal: Refusal): void {
  const { headers, body } = writeRefusal(front, undefined, refusal)
  const all = [...headers, 'connection', 'close']
  const lines = all.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : []))
  const head = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('\r\n')}\r\n\r\n`
  socket.end(Buffer.concat([Buffer.from(head, 'latin1'), body]), () => socket.destroy())
}
