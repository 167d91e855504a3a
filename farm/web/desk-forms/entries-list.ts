import { personOf } from '../../../pipeline/model/actor.ts'
import { ENTRY_STATES } from '../../../pipeline/model/entry.ts'
import { may } from '../../../pipeline/model/may.ts'
import { organisationsWhere } from '../../organisations/reach.ts'
import { countDeskEntries, type DeskEntry, type DeskRequest, deskEntries } from '../../storage/entries/desk-store.ts'
import { within } from '../desk/within.ts'
import { type AskedPeriod, periodOf, readPeriod } from '../portal/list-period.ts'
import type { Visit } from '../visit.ts'

/** What a person asks of the list of entries, from the address of the page. */
export interface EntriesQuery {
  /** One's own, or all one may read. */
  readonly mine: boolean
  readonly type: string
  readonly organisation: string
  /** The body it keeps to with those below it, where none is asked for by itself: its id, or `all`. */
  readonly within: string
  readonly state: string
  readonly title: string
  /** Number of the import that brought or corrected them. */
  readonly batch: number | undefined
  /** Days of their last change. */
  readonly changed: AskedPeriod | undefined
  readonly after: DeskRequest['after']
}

/** One page of the list, with how many there are in all and the address of the next. */
export interface EntriesList {
  readonly query: EntriesQuery
  readonly items: readonly DeskEntry[]
  readonly total: number
  readonly next: string | null
  /** Where that page begins, as addresses say it. */
  readonly nextAfter: string | null
  /** The organisations whose entries the person may read. */
  readonly organisations: readonly string[]
}

const PAGE = 30

/** Reads the query of the list from the parameters of its address. */
export function entriesQuery(search: URLSearchParams): EntriesQuery {
  const said = (name: string) => (search.get(name) ?? '').trim().slice(0, 100)
  const [, at, entry] = /^(\d{1,16})-(\d{1,15})$/.exec(said('after')) ?? []
  return {
    mine: said('of') === 'me',
    type: said('type'),
    organisation: said('organisation'),
    within: said('within'),
    state: ENTRY_STATES.find((one) => one === said('state')) ?? '',
    title: said('q'),
    batch: /^\d{1,15}$/.test(said('batch')) ? Number(said('batch')) : undefined,
    changed: readPeriod(search),
    after: at && entry ? { at: Number(at), entry: Number(entry) } : undefined,
  }
}

/** Lists entries, last changed first; drafts only show among one's own, and so does the bin where it is asked for. */
export async function entriesList(visit: Visit, search: URLSearchParams): Promise<EntriesList> {
  const query = entriesQuery(search)
  const request = deskRequest(visit, query)
  const organisations = organisationsWhere(visit.actor, 'read-entry', visit.memory)
  const [found, total] = await Promise.all([
    deskEntries(visit.farm.storage, { ...request, after: query.after, order: 'recent', limit: PAGE + 1 }),
    countDeskEntries(visit.farm.storage, request),
  ])
  const items = found
    .slice(0, PAGE)
    .filter(({ entry }) => may(visit.actor, { action: 'read-entry', entry }, visit.memory).yes)
  const last = found.length > PAGE ? found[PAGE - 1]?.entry : undefined
  const nextAfter = last ? `${last.updatedAt}-${last.id}` : null
  return {
    query,
    items,
    total,
    organisations,
    next: nextAfter === null ? null : listHref(query, { after: nextAfter }),
    nextAfter,
  }
}

/** Address of the list with some of its filters changed; the position is forgotten unless given. */
export function listHref(query: EntriesQuery, changes: Readonly<Record<string, string>>): string {
  const { mine, type, organisation, state, title, batch, changed } = query
  const within = mine || organisation !== '' ? '' : query.within
  const { from = '', to = '' } = changed?.kind === 'days' ? changed : {}
  const period = changed?.kind === 'moving' ? changed.name : ''
  const said = { of: mine ? 'me' : '', type, organisation, within, state, q: title, batch: String(batch ?? '') }
  const all = { ...said, from, to, period, ...changes }
  const search = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))
  return `/entries${search.size > 0 ? `?${search}` : ''}`
}

/** What to ask the database for the list a person asks. */
export function deskRequest(visit: Visit, query: EntriesQuery): Omit<DeskRequest, 'limit' | 'order' | 'after'> {
  const readable = organisationsWhere(visit.actor, 'read-entry', visit.memory)
  const organisations = query.mine || query.organisation !== '' ? readable : within(visit, query.within, readable)
  const author = query.mine ? (personOf(visit.actor) ?? 0) : undefined
  const allowed = ENTRY_STATES.filter((state) => query.mine || (state !== 'draft' && state !== 'trashed'))
  return {
    organisations,
    author,
    states: allowed.filter((state) => (query.state === '' ? state !== 'trashed' : state === query.state)),
    serviceType: query.type || undefined,
    organisation: query.organisation || undefined,
    title: query.title || undefined,
    batch: query.batch,
    changed: query.changed && periodOf(query.changed, visit.farm.now()),
  }
}
