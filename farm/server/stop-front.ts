import type { FrontServer } from './create-server.ts'

/** Stops taking requests, lets those under way finish, and cuts what remains after `graceMs`. */
export function stopFront(server: FrontServer, graceMs = 10_000): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    const deadline = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(deadline)
      resolve()
    })
  })
}
