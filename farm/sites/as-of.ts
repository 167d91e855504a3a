import type { Actor } from '../../pipeline/model/actor.ts'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Site, Subscription } from '../../pipeline/model/site.ts'
import { termsOf } from '../../pipeline/terms.ts'
import type { ListPage } from '../lists/list-entries.ts'
import type { Cursor, ListRequest } from '../lists/list-request.ts'
import { countPast, type PastRow, pastEntry, pastRows, servicesChangedSince } from '../storage/spans-store.ts'
import type { SiteRoom } from './site-room.ts'

/** A site one may look at as it was. */
export interface PastSite {
  readonly site: Site
  /** The services it has now, by which its past is read. */
  readonly services: readonly Subscription[]
  /** When its services changed since that instant, in milliseconds, oldest first. */
  readonly changedSince: readonly number[]
}

/** Opens a site as it was at an instant, to its own staff. */
export async function pastSite(
  room: SiteRoom,
  asked: { readonly site: string; readonly actor: Actor; readonly at: number },
): Promise<Result<PastSite>> {
  const memory = await room.memory()
  const site = memory.sites.get(asked.site)
  if (!site || !may(asked.actor, { action: 'see-past', site }, memory).yes)
    return fail({ code: 'unknown-site', params: { value: asked.site } })
  const changedSince = await servicesChangedSince(room.storage, { site: site.id, since: asked.at })
  return ok({ site, services: memory.sites.subscriptions(site.id), changedSince })
}

/** What to read of the list of one section, as it was at an instant. */
export interface PastListRequest
  extends Pick<ListRequest, 'terms' | 'upcoming' | 'from' | 'after' | 'before' | 'limit'> {
  readonly subscription: number
  readonly at: number
}

/** A page of a list as it was. */
export interface PastPage extends ListPage {
  /** How many entries the whole list had; null where filters would have to be counted. */
  readonly total: number | null
}

const BATCH = 200
const MOST_BATCHES = 10

/**
 * Reads a page of a section's list as it was. Terms of a past revision are in no index: with filters the list is walked, two
 * thousand entries a page at most, and the next page goes on from there.
 */
export async function listAsOf(room: SiteRoom, request: PastListRequest): Promise<PastPage> {
  const backwards = request.before !== undefined
  const { rows, left } = request.terms.length === 0 ? await plainPage(room, request) : await walk(room, request)
  const [first, last] = backwards ? [rows.at(-1), rows[0]] : [rows[0], rows.at(-1)]
  const next = backwards ? cursorOf(last) : left
  const previous = backwards ? left : request.after === undefined ? null : cursorOf(first)
  const ordered = backwards ? rows.toReversed() : rows
  const items = ordered.map((row) => ({ ...asShown(row), subscription: request.subscription }))
  const { subscription, at, from } = request
  const total = request.terms.length > 0 ? null : await countPast(room.storage, { subscription, at, from })
  return { items, next, previous, total }
}

interface Walked {
  readonly rows: readonly PastRow[]
  /** Where the list goes on; null at its end. */
  readonly left: Cursor | null
}

async function plainPage(room: SiteRoom, request: PastListRequest): Promise<Walked> {
  const found = await pastRows(room.storage, { ...orderOf(request), limit: request.limit + 1 })
  const rows = found.slice(0, request.limit)
  return { rows, left: found.length > request.limit ? cursorOf(rows.at(-1)) : null }
}

async function walk(room: SiteRoom, request: PastListRequest): Promise<Walked> {
  const memory = await room.memory()
  const rows: PastRow[] = []
  let order = orderOf(request)
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const found = await pastRows(room.storage, { ...order, limit: BATCH })
    for (const row of found) {
      const serviceType = memory.serviceType(row.entry.serviceType)
      const terms = new Set(serviceType ? termsOf(serviceType, row.values, memory) : [])
      if (!request.terms.every((term) => terms.has(term))) continue
      if (rows.length === request.limit) return { rows, left: cursorOf(rows.at(-1)) }
      rows.push(row)
    }
    if (found.length < BATCH) return { rows, left: null }
    order = { ...order, beyond: cursorOf(found.at(-1)) ?? undefined }
  }
  return { rows, left: order.beyond ?? null }
}

function orderOf({ subscription, at, upcoming, from, after, before }: PastListRequest) {
  const ascending = upcoming !== (before !== undefined)
  return { subscription, at, ascending, from: upcoming ? from : undefined, beyond: before ?? after }
}

function cursorOf(row: PastRow | undefined): Cursor | null {
  return row ? { sortAt: row.sortAt, entry: row.entry.id } : null
}

/** An entry as a section showed it, and since when. */
export interface PastEntry {
  readonly entry: Entry
  readonly values: Values
  readonly revision: number
}

/** Finds an entry in a section as it was; undefined where it did not show then. */
export async function entryAsOf(
  room: SiteRoom,
  asked: { readonly subscription: number; readonly entry: number; readonly at: number },
): Promise<PastEntry | undefined> {
  const [row] = await pastEntry(room.storage, asked)
  return row && { ...asShown(row), revision: row.revision }
}

// An entry's own row tells of today; what was shown is its revision.
function asShown({ entry, values, since, sortAt }: PastRow): { readonly entry: Entry; readonly values: Values } {
  const title = typeof values.title === 'string' ? values.title : entry.title
  const publishedAt = entry.publishedAt === null ? null : Math.min(entry.publishedAt, since)
  return { entry: { ...entry, title, sortAt, publishedAt, updatedAt: since }, values }
}
