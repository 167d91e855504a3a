import { get } from 'node:http'
import { createServer } from 'node:net'

/** What answers on a port of this machine. */
export type PortState = 'free' | 'farm' | 'taken'

/** Looks who holds a port: nobody, a farm (its `/healthz` answers like one), or another program. */
export async function portState(port: number): Promise<PortState> {
  if (await isFree(port)) return 'free'
  return (await answersLikeFarm(port)) ? 'farm' : 'taken'
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, () => probe.close(() => resolve(true)))
  })
}

function answersLikeFarm(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: 'localhost', port, path: '/healthz', timeout: 2_000 }, (response) => {
      response.setEncoding('utf8')
      let text = ''
      response.on('data', (piece: string) => {
        text += piece
        if (text.length > 10_000) response.destroy()
      })
      response.on('close', () => resolve(isFarmHealth(text)))
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}

function isFarmHealth(text: string): boolean {
  try {
    const health: unknown = JSON.parse(text)
    return typeof health === 'object' && health !== null && 'ok' in health && 'database' in health
  } catch {
    return false
  }
}
