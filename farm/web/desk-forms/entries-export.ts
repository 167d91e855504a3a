import type { ExportedEntry, ExportedList, Tombstone } from '../../../exports/exported.ts'
import { type Format, fieldsLeaving, formatEnding } from '../../../exports/formats.ts'
import { ANY_KIND } from '../../../pipeline/model/any-kind.ts'
import { may } from '../../../pipeline/model/may.ts'
import { openView } from '../../lists/saved-views.ts'
import { formerFilters } from '../../storage/deliveries/view-store.ts'
import { type DeskDeparture, deskDepartures } from '../../storage/entries/desk-departures.ts'
import { type DeskEntry, deskEntries } from '../../storage/entries/desk-store.ts'
import { revisionValues } from '../../storage/entries/revision-store.ts'
import { exportedEntry, uriOf } from '../portal/exported-entry.ts'
import type { Picked } from '../portal/exported-files.ts'
import { termLabels } from '../portal/exported-list.ts'
import type { Visit } from '../visit.ts'
import { deskRequest, entriesQuery } from './entries-list.ts'

const BATCH = 500
const FEED_LENGTH = 50
/** How long what left a list is told, and how much of it. */
const TOLD = { ms: 30 * 86_400_000, most: 200 }

/** A list of the desk on its way out. */
export interface EntriesExport {
  readonly format: Format
  readonly list: ExportedList
  /** What it asks the database. */
  readonly request: ReturnType<typeof deskRequest>
  /** With how many there are, it tells the whole list from another: the last changed comes first. */
  readonly mark: string
}

/**
 * The list of entries of the desk on its way out (`/entries.csv?state=submitted`, `/views/12.atom`), with the filters of its page: what
 * the person may read, as it stands for the public, else as it is being written; what is for staff alone is left out. Undefined for a
 * format it has not, and for a kept list that is not theirs to see.
 */
export async function entriesExport(visit: Visit, url: URL): Promise<EntriesExport | undefined> {
  const [place = '', ...ending] = visit.path.split('.')
  const format = formatEnding(ending.join('.'))
  const kept = place === '/entries' ? undefined : await openView(visit.farm, visit.actor, Number(place.split('/')[2]))
  if (!format || format.standard || kept?.ok === false) return undefined
  const search = new URLSearchParams(kept ? kept.value.query : url.searchParams)
  for (const name of ['key', 'after']) search.delete(name)
  const asked = search.size === 0 || kept ? '' : `?${search}`
  const { memory, words, origin, href, farm } = visit
  const query = entriesQuery(search)
  const request = { ...deskRequest(visit, query), order: 'recent' } as const
  const after = format.paged ? entriesQuery(url.searchParams).after : undefined
  const found = await deskEntries(farm.storage, { ...request, after, limit: format.paged ? FEED_LENGTH + 1 : BATCH })
  const first = format.paged ? found.slice(0, FEED_LENGTH) : found
  const left = format.departures ? await whatLeft(visit, { request, view: kept?.value.id }) : []
  const at = addressFrom(`${origin}${href(place)}.${format.extension}`, asked)
  const serviceType = memory.serviceType(query.type) ?? ANY_KIND
  const list: ExportedList = {
    title: `${kept?.value.name ?? words('form.entries.title')} – ${words('desk.desk')}`,
    description: '',
    link: `${origin}${href(place)}${asked}`,
    self: at(after && `${after.at}-${after.entry}`),
    pages: format.paged ? { first: at(), next: nextPage(visit, at, found) } : undefined,
    language: visit.language,
    updatedAt: Math.max(first[0]?.entry.updatedAt ?? 0, left[0]?.at ?? 0),
    deleted: left,
    serviceType,
    fields: fieldsLeaving(serviceType, format),
    entries: entriesFrom(visit, first, (last) =>
      deskEntries(farm.storage, { ...request, limit: BATCH, after: { at: last.updatedAt, entry: last.id } }),
    ),
    schema: `${origin}/schemas/${serviceType.id}.xsd`,
    states: true,
    termLabel: termLabels(visit),
  }
  const mark = JSON.stringify([first.map(({ entry }) => [entry.id, entry.version]), left])
  return { format, list, request, mark }
}

function nextPage(
  { readerKey }: Visit,
  at: (after: string) => string,
  found: readonly DeskEntry[],
): string | undefined {
  const last = found.length > FEED_LENGTH ? found[FEED_LENGTH - 1]?.entry : undefined
  // A reader who came by a key goes on by it.
  return last && `${at(`${last.updatedAt}-${last.id}`)}${readerKey === undefined ? '' : `&key=${readerKey}`}`
}

interface Leaving {
  readonly request: EntriesExport['request']
  readonly view?: number | undefined
}

async function whatLeft(visit: Visit, { request, view }: Leaving): Promise<readonly Tombstone[]> {
  const { farm } = visit
  const left = await deskDepartures(farm.storage, request, { since: farm.now() - TOLD.ms, limit: TOLD.most })
  const before = view === undefined ? [] : await heldBefore(visit, request, view)
  const told = new Map([...before, ...left].map(({ entry, at }) => [entry, at]))
  return [...told]
    .sort(([entry, at], [other, then]) => then - at || other - entry)
    .slice(0, TOLD.most)
    .map(([entry, at]) => ({ uri: uriOf(visit, entry), at }))
}

/** What a kept list held by the filters it had before, and does not by those it has now: it left when they were changed. */
async function heldBefore(
  visit: Visit,
  request: EntriesExport['request'],
  view: number,
): Promise<readonly DeskDeparture[]> {
  const { storage, now } = visit.farm
  const former = (await formerFilters(storage, view)).filter(({ until }) => until > now() - TOLD.ms)
  const held = new Map<number, number>()
  for (const { query, until } of former) {
    const asked = deskRequest(visit, entriesQuery(new URLSearchParams(query)))
    const [there, gone] = await Promise.all([
      deskEntries(storage, { ...asked, order: 'recent', limit: TOLD.most }),
      deskDepartures(storage, asked, { since: until - TOLD.ms, limit: TOLD.most }),
    ])
    for (const { entry } of there) if (entry.createdAt < until) held.set(entry.id, until)
    for (const { entry, at } of gone) held.set(entry, Math.min(at, until))
  }
  if (held.size === 0) return []
  const among = [...held.keys()]
  const stay = await deskEntries(storage, { ...request, among, order: 'recent', limit: among.length })
  for (const { entry } of stay) held.delete(entry.id)
  return [...held].map(([entry, at]) => ({ entry, at }))
}

/** The address of a list on its way out, by where it begins. */
function addressFrom(place: string, asked: string): (after?: string) => string {
  return (after) => {
    const search = new URLSearchParams(asked)
    if (after !== undefined) search.set('after', after)
    return search.size === 0 ? place : `${place}?${search}`
  }
}

async function* entriesFrom(
  visit: Visit,
  first: readonly DeskEntry[],
  next: (last: DeskEntry['entry']) => Promise<readonly DeskEntry[]>,
): AsyncIterable<ExportedEntry> {
  let page = first
  while (page.length > 0) {
    yield* await exportedPage(visit, page)
    const last = page.length < BATCH ? undefined : page.at(-1)
    page = last ? await next(last.entry) : []
  }
}

async function exportedPage(visit: Visit, page: readonly DeskEntry[]): Promise<readonly ExportedEntry[]> {
  const { memory, actor, farm, origin, href } = visit
  const readable = page
    .map(({ entry }) => entry)
    .filter((entry) => may(actor, { action: 'read-entry', entry }, memory).yes)
  const shown = new Map(readable.map((entry) => [entry.id, entry.liveRevision ?? entry.workingRevision]))
  const values = await revisionValues(farm.storage, [...shown.values()])
  const picked = readable.flatMap((entry): Picked[] => {
    const serviceType = memory.serviceType(entry.serviceType)
    const link = `${origin}${href(`/entries/${entry.id}`)}`
    return serviceType ? [{ entry, serviceType, link, values: values.get(shown.get(entry.id) ?? 0) ?? {} }] : []
  })
  // Files are shown to who is signed in: a reader could not fetch them from here.
  return picked.map((one) => ({
    ...exportedEntry(visit, { ...one, enclosures: [] }),
    state: one.entry.state,
  }))
}
