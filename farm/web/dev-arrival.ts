import type { Farm } from '../open-farm.ts'
import type { Arrival } from './visit.ts'

declare global {
  /** The open farm, lent by `npm run dev`: Astro's dev server cannot be handed locals with each request. */
  var terroirFarm: Farm | undefined
}

/** What the front server would have said of a request, under `npm run dev` alone: there is no front then. */
export function devArrival({ hostname: host, origin, protocol }: URL): Arrival {
  const farm = globalThis.terroirFarm
  if (!farm) throw new Error('start the dev server by "npm run dev": it opens the farm')
  return { farm, host, origin, protocol: protocol === 'https:' ? 'https' : 'http', clientIp: '127.0.0.1' }
}
