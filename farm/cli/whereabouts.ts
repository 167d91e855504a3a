import type { Entry } from '../../pipeline/model/entry.ts'
import type { Farm } from '../open-farm.ts'

/** Where an entry stands after a verdict. */
export interface Whereabouts {
  readonly entry: number
  readonly state: string
  readonly review: string
  readonly version: number
  /** Sites that show it now. */
  readonly sites: readonly string[]
}

/** Reads where an entry stands. */
export async function whereaboutsOf(farm: Farm, { id, state, review, version }: Entry): Promise<Whereabouts> {
  const deliveries = await farm.ports.entries.deliveries([id])
  const live = deliveries.filter((one) => one.state === 'live').map((one) => one.site)
  return { entry: id, state, review, version, sites: [...new Set(live)].sort() }
}
