import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer, type ServerOptions } from 'node:https'
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A web server on 127.0.0.1 for one test; returns its address without trailing slash. */
export function serve(listener: RequestListener): Promise<string> {
  return listen(createServer(listener))
}

/** The same over TLS, however well. */
export async function serveSecurely(options: ServerOptions, listener: RequestListener): Promise<string> {
  const server = createSecureServer(options, listener)
  server.on('tlsClientError', () => undefined)
  return (await listen(server)).replace('http:', 'https:')
}

/** A server that answers with raw bytes, for answers no web server would give. */
export function serveSocket(onConnection: (socket: Socket) => void): Promise<string> {
  return listen(
    createSocketServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => onConnection(socket))
    }),
  )
}

/** Lets the fetcher reach the servers of these tests, and nothing else. */
export function loopbackOnly(address: string): boolean {
  return address === '127.0.0.1'
}

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  return `http://127.0.0.1:${address.port}`
}
