import { connect, type Socket } from 'node:net'

/** An answer read off the wire; header names in lower case, the last of a repeated one wins except `set-cookie`. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** The whole head, to look for what must not be there. */
  readonly head: string
}

/** A request as it shall stand on the wire. */
export interface RawRequest {
  readonly method?: string
  readonly host?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

/** Sends one request on a connection of its own and reads until the server closes it. */
export async function ask(port: number, target: string, request: RawRequest = {}): Promise<RawAnswer> {
  return parseAnswer(
    await exchange(port, writeRequest(target, { ...request, headers: { ...request.headers, connection: 'close' } })),
  )
}

/** The bytes of a request; the host is `nievre.test` unless told. */
export function writeRequest(
  target: string,
  { method = 'GET', host = 'nievre.test', headers = {}, body = '' }: RawRequest,
): Buffer {
  const length = body.length > 0 ? { 'content-length': String(Buffer.byteLength(body)) } : {}
  const lines = Object.entries({ host, ...length, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([
    Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'),
    Buffer.from(body),
  ])
}

/** Writes bytes as they are and returns all that came back until the connection closed. */
export function exchange(port: number, bytes: string | Buffer): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  const socket = open(port)
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('close', () => resolve(Buffer.concat(chunks)))
  socket.write(bytes)
  return promise
}

/** A connection to the server; errors show as its closing. */
export function open(port: number): Socket {
  return connect(port, '127.0.0.1').on('error', () => undefined)
}

/** Reads one answer, chunked or not. */
export function parseAnswer(bytes: Buffer): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n')
  const head = bytes.toString('latin1', 0, end)
  const [first = '', ...lines] = head.split('\r\n')
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  const headers = Object.fromEntries(pairs)
  const rest = bytes.subarray(end + 4)
  const body = headers['transfer-encoding'] === 'chunked' ? unchunk(rest) : rest
  return { status: Number(first.split(' ')[1]), headers, body, head }
}

function unchunk(bytes: Buffer): Buffer {
  const chunks: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (!size) break
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
  return Buffer.concat(chunks)
}
