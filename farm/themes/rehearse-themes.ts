import type { Condition } from '../../pipeline/model/condition.ts'
import type { Thesaurus } from '../../pipeline/model/theme.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { themeTerm } from '../../pipeline/terms.ts'
import { type Rehearsal, type Rehearsing, rehearse } from '../routing/rehearse.ts'
import type { Storage } from '../storage/storage.ts'

/** What rehearsing a tree works with: the open farm is one. */
export interface RehearsingRoom {
  readonly storage: Storage
  now(): number
  memory(): Promise<Knowledge>
}

/** Which themes would change, and how subjects would be read. */
export interface ThemesRehearsing {
  /** Codes by whose terms the entries concerned are found. */
  readonly touched: readonly string[]
  /** Those, and everything broader, before and after: requests that name one of them are concerned. */
  readonly codes: ReadonlySet<string>
  readonly thesaurus: Thesaurus
  readonly onMove?: Rehearsing['onMove']
}

/** What sites would gain and lose, site by site. */
export type ThemeMoves = Pick<Rehearsal, 'comes' | 'goes' | 'sites' | 'days'>

/** No site gains or loses anything. */
export const NO_MOVES: ThemeMoves = { comes: 0, goes: 0, sites: [], days: null }

/** Tells what would come to sites and leave them if subjects were read so; writes nothing. */
export async function rehearseThemes(room: RehearsingRoom, rehearsing: ThemesRehearsing): Promise<ThemeMoves> {
  const { touched, codes, thesaurus, onMove } = rehearsing
  const memory = await room.memory()
  const subscribed = [...memory.subscriptions.all()].filter(({ subscription }) => names(subscription.when, codes))
  if (subscribed.length === 0) return NO_MOVES
  const knowledge = { ...memory, thesaurus }
  const touching = touched.map(themeTerm)
  return rehearse(room, { subscribed, knowledge, imagined: true, touching, ...(onMove ? { onMove } : {}) })
}

function names(condition: Condition, codes: ReadonlySet<string>): boolean {
  if ('all' in condition) return condition.all.some((part) => names(part, codes))
  if ('any' in condition) return condition.any.some((part) => names(part, codes))
  if ('none' in condition) return condition.none.some((part) => names(part, codes))
  return 'theme' in condition && condition.theme.some((code) => codes.has(code))
}
