import type { Condition } from '../pipeline/model/condition.ts'
import type { Thesaurus } from '../pipeline/model/theme.ts'
import { themeTerm } from '../pipeline/terms.ts'
import type { Memory } from './memory.ts'
import { type Rehearsal, rehearse } from './sites/rehearse.ts'
import { type RoutingRoom, routeAgain } from './sites/reroute.ts'

/** What routing again works with: the open farm is one. */
export interface RoutingAgainRoom extends RoutingRoom {
  memory(): Promise<Memory>
}

/** Which themes changed, and how subjects are to be read. */
export interface ThemesRouting {
  /** Codes by whose terms the entries concerned are found. */
  readonly touched: readonly string[]
  /** Those, and everything broader, before and after: requests that name one of them are concerned. */
  readonly codes: ReadonlySet<string>
  /** Subjects as they would be: tells what would come and go, and writes nothing. */
  readonly rehearsed?: Thesaurus
}

/** What sites gain and lose; site by site where it is only rehearsed. */
export type ThemeMoves = Pick<Rehearsal, 'comes' | 'goes' | 'sites' | 'days'>

/** No site gains or loses anything. */
export const NO_MOVES: ThemeMoves = { comes: 0, goes: 0, sites: [], days: null }

/**
 * Routes again what the requests that name these themes may concern. The one place where subjects meet the routing of sites.
 *
 * On a large farm this is a job's work: within the transaction that changes the tree, call `askReroute(tables, writer, { about: 'themes',
 * part: 'themes', subscriptions: null, touching: codes.map(themeTerm), describe: true, id, at })`, with a number of `newIds`; `describe`
 * has it write again what lists filter by, which is then not to be done here. `finishJob` waits for it, as long as one likes.
 */
export async function routeThemesAgain(room: RoutingAgainRoom, asked: ThemesRouting): Promise<ThemeMoves> {
  const { touched, codes, rehearsed } = asked
  const memory = await room.memory()
  const subscribed = [...memory.subscriptions.all()].filter(({ subscription }) => names(subscription.when, codes))
  if (subscribed.length === 0) return NO_MOVES
  const touching = touched.map(themeTerm)
  if (rehearsed) {
    const knowledge = { ...memory, thesaurus: rehearsed }
    const { storage, ports } = room
    return rehearse({ storage, now: ports.now }, { subscribed, knowledge, imagined: true, touching })
  }
  const subscriptions = subscribed.map(({ subscription }) => subscription.id)
  const { gained, lost } = await routeAgain(room, { subscriptions, touching, describe: false })
  return { ...NO_MOVES, comes: gained, goes: lost }
}

function names(condition: Condition, codes: ReadonlySet<string>): boolean {
  if ('all' in condition) return condition.all.some((part) => names(part, codes))
  if ('any' in condition) return condition.any.some((part) => names(part, codes))
  if ('none' in condition) return condition.none.some((part) => names(part, codes))
  return 'theme' in condition && condition.theme.some((code) => codes.has(code))
}
