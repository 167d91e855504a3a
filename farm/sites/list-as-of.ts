import { fold } from '../../pipeline/model/fold.ts'
import type { Subscription } from '../../pipeline/model/site.ts'
import type { ListPage } from '../lists/list-entries.ts'
import { orderOf } from '../lists/list-order.ts'
import type { Cursor, ListRequest } from '../lists/list-request.ts'
import { type PastTouch, pinsThen, touchesThen } from '../storage/deliveries/past-touches.ts'
import { countPast, type PastRow, pastEntry, pastRows } from '../storage/deliveries/spans-store.ts'
import { asShown } from './as-of.ts'
import { type PastMatcher, pastMatcher } from './past-matches.ts'
import type { SiteRoom } from './site-room.ts'

/** What to read of the list of one section, as it was at an instant. */
export interface PastListRequest
  extends Pick<
    ListRequest,
    'terms' | 'query' | 'named' | 'upcoming' | 'order' | 'most' | 'from' | 'period' | 'after' | 'before' | 'limit'
  > {
  /** As it stood then. */
  readonly section: Subscription
  readonly at: number
}

const BATCH = 200
const MOST_BATCHES = 10
/** How many entries of a list of the past are read to order it by title and to count its facets; what lies beyond is not. */
export const MOST_READ = 5_000

/**
 * Reads a page of a section's list as the public saw it: its pins first, in the order and length it had, with what the site said
 * otherwise. What a past revision was about is in no index: with filters or words the list is walked, two thousand entries a page at
 * most, and the next page goes on from there.
 */
export async function listAsOf(room: SiteRoom, request: PastListRequest): Promise<ListPage> {
  const knowledge = await room.memory()
  const matcher = pastMatcher(request, knowledge)
  const pins = await pinsOf(room, request)
  const pinned = new Set(pins.map(({ entry }) => entry))
  const { rows, next, previous } = await pageOf(room, request, { matcher, pinned })
  const ahead = previous === null ? await pinnedRows(room, request, { pins, matcher }) : []
  const shown = [...ahead, ...rows]
  const touches = await touchesOn(room, request, shown)
  const items = shown.map((row) =>
    asShown(row, { section: request.section, knowledge, touch: touches.get(row.entry.id) }),
  )
  return { items, next, previous }
}

/** How long a list of the past was, and what it was about. */
export interface PastCounts {
  /** Null where only a part was read, and so not counted whole. */
  readonly total: number | null
  readonly terms: ReadonlyMap<string, number>
  /** Only its first `MOST_READ` were read. */
  readonly partial: boolean
}

/** Counts a list of the past and what its entries were about, reading `MOST_READ` of them at most. */
export async function countAsOf(room: SiteRoom, request: PastListRequest): Promise<PastCounts> {
  const { most } = request
  const whole = { ...request, before: undefined, after: undefined }
  const matcher = pastMatcher(whole, await room.memory())
  const read = await firstRows(room, whole, most ?? MOST_READ + 1)
  const ids = new Set(read.map(({ entry }) => entry.id))
  const pins = (await pinsOf(room, whole)).filter(({ entry }) => !ids.has(entry))
  const rows = most === undefined ? read : [...read, ...(await pinnedRows(room, whole, { pins, matcher }))]
  const partial = read.length > MOST_READ
  const terms = new Map<string, number>()
  let total = 0
  for (const row of rows.slice(0, partial ? MOST_READ : rows.length)) {
    const found = matcher.match(row)
    if (!found) continue
    total += 1
    for (const term of found) terms.set(term, (terms.get(term) ?? 0) + 1)
  }
  return { total: partial ? await countedWhole(room, whole, matcher) : total, terms, partial }
}

async function countedWhole(room: SiteRoom, request: PastListRequest, { asks }: PastMatcher): Promise<number | null> {
  const { section, at, from, upcoming } = request
  if (asks) return null
  return countPast(room.storage, { subscription: section.id, at, from: upcoming ? from : undefined })
}

// A search answers in plain order: what is pinned leads its own list only.
async function pinsOf({ storage }: SiteRoom, { query, section, at }: PastListRequest): Promise<readonly PastTouch[]> {
  return query === '' ? pinsThen(storage, { subscription: section.id, at }) : []
}

async function pinnedRows(
  { storage }: SiteRoom,
  { section, at }: PastListRequest,
  { pins, matcher }: { readonly pins: readonly PastTouch[]; readonly matcher: PastMatcher },
): Promise<readonly PastRow[]> {
  const found = await Promise.all(pins.map(({ entry }) => pastEntry(storage, { subscription: section.id, entry, at })))
  return found.flat().filter((row) => matcher.match(row))
}

async function touchesOn(
  { storage }: SiteRoom,
  { section, at }: PastListRequest,
  rows: readonly PastRow[],
): Promise<ReadonlyMap<number, PastTouch>> {
  const entries = rows.map(({ entry }) => entry.id)
  const touches = await touchesThen(storage, { subscription: section.id, at, entries })
  return new Map(touches.map((touch) => [touch.entry, touch]))
}

interface Page {
  readonly rows: readonly PastRow[]
  readonly next: Cursor | null
  readonly previous: Cursor | null
}

interface Judging {
  readonly matcher: PastMatcher
  /** Met before the first page, not again on it. */
  readonly pinned: ReadonlySet<number>
}

function pageOf(room: SiteRoom, request: PastListRequest, judging: Judging): Promise<Page> {
  const cut = request.most !== undefined || orderOf(request) === 'title'
  return cut ? cutPage(room, request, judging) : walkedPage(room, request, judging)
}

// A list that ends after its first ones, or goes by title, is read from its head and cut.
async function cutPage(room: SiteRoom, request: PastListRequest, { matcher, pinned }: Judging): Promise<Page> {
  const { most, before, after, limit } = request
  const read = await firstRows(room, request, most ?? MOST_READ)
  const rows = read.filter((row) => !pinned.has(row.entry.id) && matcher.match(row))
  const at = rows.findIndex(({ entry }) => entry.id === (before ?? after)?.entry)
  const start = before && at >= 0 ? Math.max(0, at - limit) : after ? at + 1 : 0
  const end = before && at >= 0 ? at : start + limit
  const page = rows.slice(start, end)
  return {
    rows: page,
    next: end < rows.length ? cursorOf(page.at(-1)) : null,
    previous: start > 0 ? cursorOf(page[0]) : null,
  }
}

async function firstRows(room: SiteRoom, request: PastListRequest, most: number): Promise<readonly PastRow[]> {
  const whole = { ...request, before: undefined, after: undefined }
  if (orderOf(request) !== 'title') return pastRows(room.storage, { ...orderBy(whole), limit: most })
  const read = await pastRows(room.storage, { ...orderBy(whole), limit: MOST_READ })
  const byTitle = read.toSorted((a, b) => compare(titleOf(a), titleOf(b)) || a.entry.id - b.entry.id)
  return byTitle.slice(0, most)
}

function titleOf({ entry, values }: PastRow): string {
  return fold(typeof values.title === 'string' ? values.title : entry.title)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function walkedPage(room: SiteRoom, request: PastListRequest, judging: Judging): Promise<Page> {
  const { before, after, limit } = request
  const backwards = before !== undefined
  const { rows, left } = await walk(room, request, judging)
  const ordered = backwards ? rows.toReversed() : rows
  const previous = backwards ? left : after === undefined ? null : cursorOf(ordered[0] ?? undefined)
  return { rows: ordered.slice(0, limit), next: backwards ? cursorOf(ordered.at(-1)) : left, previous }
}

async function walk(room: SiteRoom, request: PastListRequest, { matcher, pinned }: Judging) {
  const rows: PastRow[] = []
  const batch = matcher.asks ? BATCH : request.limit + pinned.size + 1
  let order = orderBy(request)
  for (let step = 0; step < MOST_BATCHES; step += 1) {
    const found = await pastRows(room.storage, { ...order, limit: batch })
    for (const row of found) {
      if (pinned.has(row.entry.id) || !matcher.match(row)) continue
      if (rows.length === request.limit) return { rows, left: cursorOf(rows.at(-1)) }
      rows.push(row)
    }
    if (found.length < batch) return { rows, left: null }
    order = { ...order, beyond: cursorOf(found.at(-1)) ?? undefined }
  }
  return { rows, left: order.beyond ?? null }
}

function orderBy(request: PastListRequest) {
  const { section, at, upcoming, from, after, before } = request
  const ascending = (orderOf(request) !== 'newest') !== (before !== undefined)
  return { subscription: section.id, at, ascending, from: upcoming ? from : undefined, beyond: before ?? after }
}

function cursorOf(row: PastRow | undefined): Cursor | null {
  return row ? { sortAt: row.sortAt, entry: row.entry.id } : null
}
