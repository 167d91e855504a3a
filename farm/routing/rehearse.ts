import type { Knowledge } from '../../pipeline/ports.ts'
import type { RoutedDelivery } from '../../pipeline/routing/route.ts'
import { indexSubscriptions, type Subscribed } from '../../pipeline/routing/subscription-index.ts'
import { liveEntriesIn } from '../storage/entries/live-entries.ts'
import type { Storage } from '../storage/storage.ts'
import { concernOf, walk } from './concern.ts'
import { decideAgain } from './decide-again.ts'

/** A change of rules that is not saved yet. */
export interface Rehearsing {
  /** Sections as they would be, the unchanged ones aside. */
  readonly subscribed: readonly Subscribed[]
  /** Sections that would go. */
  readonly removed?: readonly Subscribed[]
  /** The rules as they would be: `knowledge` is the farm's own where only sections change. */
  readonly knowledge: Knowledge
  /** The trees of themes or territories are only imagined: what lists filter by says nothing about them. */
  readonly imagined?: boolean
  /** Terms of what would change: only entries with one of them matter; all may where it is left out. */
  readonly touching?: readonly string[]
  /** Looks at entries published within so many days; null for all. */
  readonly days?: number | null
  /** Hears of every single move, as a file of them is written. */
  onMove?(move: Move): void
}

/** One entry that would come to a section or leave it. */
export interface Move {
  readonly way: 'comes' | 'goes'
  readonly site: string
  readonly subscription: number
  readonly section: string
  readonly entry: number
  readonly title: string
  readonly serviceType: string
  readonly publishedAt: number | null
  /** It would wait for the site's confirmation first. */
  readonly waits: boolean
}

/** What one site would gain and lose, a few of each, the latest first. */
export interface SiteRehearsal {
  readonly site: string
  readonly comes: number
  readonly goes: number
  readonly coming: readonly Move[]
  readonly going: readonly Move[]
}

/** What a change would do. */
export interface Rehearsal {
  /** Sites that would gain or lose something, those with the most moves first. */
  readonly sites: readonly SiteRehearsal[]
  readonly comes: number
  readonly goes: number
  /** How many entries were looked at. */
  readonly read: number
  readonly days: number | null
  /** Milliseconds it took. */
  readonly took: number
}

/** Days a rehearsal looks back where nobody says otherwise. */
export const REHEARSED_DAYS = 90

const DAY = 86_400_000
const SHOWN = 20
// Nothing is written between them.
const HANDFUL = { first: 300, most: 300 }

/** Tells, by the very walk that routes, what each site would gain and lose by a change of rules; writes nothing. */
export async function rehearse(
  { storage, now }: { readonly storage: Storage; now(): number },
  rehearsing: Rehearsing,
): Promise<Rehearsal> {
  const started = performance.now()
  const { subscribed, removed = [], knowledge, touching = null, days = REHEARSED_DAYS } = rehearsing
  const at = now()
  const deciding = { index: indexSubscriptions(subscribed, knowledge), knowledge, now: at }
  const all = [...subscribed, ...removed]
  const subscriptions = all.map(({ subscription }) => subscription.id)
  const concern = concernOf({
    ...{ subscribed, touching, described: !rehearsing.imagined },
    since: days === null ? null : at - days * DAY,
  })
  const tally = tallyOf(all, rehearsing.onMove)
  let read = 0
  for await (const { ids } of walk(storage, { ...concern, held: subscriptions }, { handful: HANDFUL })) {
    const live = await liveEntriesIn(storage, { ids, subscriptions })
    read += live.length
    for (const one of live) for (const moved of decideAgain(one, deciding)) tally.add(moved, one.entry)
  }
  return { ...tally.result(), read, days, took: Math.round(performance.now() - started) }
}

interface Sum {
  comes: number
  goes: number
  readonly coming: Move[]
  readonly going: Move[]
}

type Told = Pick<Move, 'title' | 'publishedAt'>

function tallyOf(all: readonly Subscribed[], onMove: Rehearsing['onMove']) {
  const sections = new Map(all.map(({ subscription }) => [subscription.id, subscription.slug]))
  const sums = new Map<string, Sum>()
  return {
    add(moved: RoutedDelivery, entry: Told): void {
      const move = moveOf(moved, entry, sections.get(moved.subscription) ?? '')
      const sum = sums.getOrInsertComputed(moved.site, () => ({ comes: 0, goes: 0, coming: [], going: [] }))
      const shown = move.way === 'comes' ? sum.coming : sum.going
      sum[move.way] += 1
      if (shown.length < SHOWN) shown.push(move)
      onMove?.(move)
    },
    result(): Pick<Rehearsal, 'sites' | 'comes' | 'goes'> {
      const sites = [...sums].map(([site, sum]) => ({ site, ...sum }))
      sites.sort((a, b) => b.comes + b.goes - a.comes - a.goes || (a.site < b.site ? -1 : 1))
      const total = (of: 'comes' | 'goes') => sites.reduce((sum, site) => sum + site[of], 0)
      return { sites, comes: total('comes'), goes: total('goes') }
    },
  }
}

function moveOf(moved: RoutedDelivery, { title, publishedAt }: Told, section: string): Move {
  const { site, subscription, entry, serviceType, state } = moved
  return {
    ...{ way: state === 'retracted' ? 'goes' : 'comes', site, subscription, section },
    ...{ entry, title, serviceType, publishedAt, waits: state === 'pending' },
  }
}
