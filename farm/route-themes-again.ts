import type { Condition } from '../pipeline/model/condition.ts'
import type { Thesaurus } from '../pipeline/model/theme.ts'
import type { Ports } from '../pipeline/ports.ts'
import type { Memory } from './memory.ts'
import { type Rerouted, reroute } from './sites/reroute.ts'
import type { Storage } from './storage/storage.ts'

/** What routing again works with: the open farm is one. */
export interface RoutingAgainRoom {
  readonly storage: Storage
  readonly ports: Ports
  memory(): Promise<Memory>
}

/** Which themes changed, and how subjects are to be read. */
export interface ThemesRouting {
  /** Codes that were touched, and everything broader, before and after. */
  readonly codes: ReadonlySet<string>
  /** Subjects as they would be: tells what would come and go, and writes nothing. */
  readonly rehearsed?: Thesaurus
}

/** Routes again what the requests that name these themes may concern. The one place where subjects meet the routing of sites. */
export async function routeThemesAgain(room: RoutingAgainRoom, { codes, rehearsed }: ThemesRouting): Promise<Rerouted> {
  const memory = await room.memory()
  const subscribed = [...memory.subscriptions.all()].filter(({ subscription }) => names(subscription.when, codes))
  if (subscribed.length === 0) return { gained: 0, lost: 0, gains: [], losses: [] }
  if (!rehearsed) return reroute(room, { subscribed })
  const knowledge = async () => ({ ...memory, thesaurus: rehearsed })
  return reroute({ storage: room.storage, ports: { ...room.ports, knowledge } }, { subscribed, rehearse: true })
}

function names(condition: Condition, codes: ReadonlySet<string>): boolean {
  if ('all' in condition) return condition.all.some((part) => names(part, codes))
  if ('any' in condition) return condition.any.some((part) => names(part, codes))
  if ('none' in condition) return condition.none.some((part) => names(part, codes))
  return 'theme' in condition && condition.theme.some((code) => codes.has(code))
}
