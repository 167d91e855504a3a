import { Agent, request } from 'node:http'

/** An answer read to its end. */
export interface Answered {
  readonly status: number
  readonly body: string
  /** From asking to its last byte. */
  readonly ms: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 })

/** Asks a local server for a page of one of its hosts. */
export function fetchPage(
  port: number,
  {
    host,
    path,
    headers = {},
  }: { readonly host: string; readonly path: string; readonly headers?: Record<string, string> },
): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const start = performance.now()
  const options = { agent, host: '127.0.0.1', port, path, headers: { ...headers, host: `${host}:${port}` } }
  request(options, (answer) => {
    const pieces: Buffer[] = []
    answer.on('data', (piece: Buffer) => void pieces.push(piece))
    answer.on('end', () => {
      const ms = performance.now() - start
      resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces).toString(), ms })
    })
  })
    .on('error', reject)
    .end()
  return promise
}
