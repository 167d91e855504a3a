import { setImmediate } from 'node:timers/promises'
import { needsOf } from '../../pipeline/routing/needs.ts'
import type { Subscribed } from '../../pipeline/routing/subscription-index.ts'
import { themeTerm } from '../../pipeline/terms.ts'
import { type Concern, type ConcernedWay, nextStretch } from '../storage/entries/concerned-entries.ts'
import type { Storage } from '../storage/storage.ts'

/** Which sections are to be looked at again, and for which entries. */
export interface Asked {
  readonly subscribed: readonly Subscribed[]
  /** Terms of what changed: only entries with one of them matter; null where any may. */
  readonly touching: readonly string[] | null
  /** What lists filter entries by is itself out of date, or only imagined: it must not be relied on. */
  readonly described: boolean
  readonly since: number | null
}

const MOST_WAYS = 40

/** Entries these sections may gain, by what they cannot do without, and those they hold, which they may lose. */
export function concernOf({ subscribed, touching, described, since }: Asked): Concern {
  const held = subscribed.map(({ subscription }) => subscription.id)
  const ways = subscribed.map(({ subscription }) => wayOf(subscription.when, described))
  const any = ways.some(({ serviceTypes, terms }) => serviceTypes === null && terms.length === 0)
  if (any) return { ways: null, held, touching, since }
  return { ways: ways.length > MOST_WAYS ? byKindAlone(ways) : ways, held, touching, since }
}

function wayOf(when: Subscribed['subscription']['when'], described: boolean): ConcernedWay {
  const { serviceTypes, territories, themes } = needsOf(when)
  const terms = described ? [territories ?? [], (themes ?? []).map(themeTerm)] : []
  return { serviceTypes, terms: terms.filter((some) => some.length > 0) }
}

// A question of a thousand alternatives takes longer to ask than to do without.
function byKindAlone(ways: readonly ConcernedWay[]): readonly ConcernedWay[] | null {
  const kinds = ways.map(({ serviceTypes }) => serviceTypes)
  return kinds.includes(null) ? null : [{ serviceTypes: [...new Set(kinds.flatMap((some) => some ?? []))], terms: [] }]
}

/** One handful of concerned entries, the newest first. */
export interface Handful {
  readonly ids: readonly number[]
  /** Everything of this number and above has been walked once these are done. */
  readonly reached: number
  /** Entries walked since the handful before, concerned or not. */
  readonly walked: number
}

/** Where a walk begins, and how many entries a handful is: the first and the longest, between which they grow by half each time. */
export interface Pace {
  readonly from?: number
  readonly handful: { readonly first: number; readonly most: number }
}

/** Walks the concerned entries from the newest to the oldest, in handfuls; between them others get their turn. */
export async function* walk(
  storage: Pick<Storage, 'read' | 'tables' | 'dialect'>,
  concern: Concern,
  { from = Number.MAX_SAFE_INTEGER, handful: { first, most } }: Pace,
): AsyncGenerator<Handful> {
  let size = first
  for (let before = from; ; ) {
    const { concerned, low, span } = await nextStretch(storage, { ...concern, before })
    if (low === null) return
    let taken = 0
    while (concerned.length - taken > size) {
      const ids = concerned.slice(taken, taken + size)
      yield { ids, reached: ids.at(-1) ?? before, walked: 0 }
      taken += size
      size = Math.min(most, Math.ceil(size * 1.5))
      await setImmediate()
    }
    yield { ids: concerned.slice(taken), reached: low, walked: span }
    before = low
    await setImmediate()
  }
}
