import { FORMATS } from '../../exports/formats.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { Entry } from '../../pipeline/model/entry.ts'
import type { FeedRead, LedgerPlace } from '../../pipeline/model/ledger.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { entryReadsOf, feedReadsOf, isSearchable, ONE_ENTRY } from '../storage/deliveries/ledger-store.ts'
import { entrySpans, numbersOf } from '../storage/deliveries/spans-store.ts'
import { holdingOf, type SectionHistory, sectionHistories } from './holdings.ts'
import { pushPlaces } from './push-places.ts'
import type { SiteRoom } from './site-room.ts'

/** The ledger of an entry, as one person may see it. */
export interface Ledger {
  readonly entry: Entry
  readonly places: readonly LedgerPlace[]
  /** How many places are on sites this person may not read. */
  readonly hidden: number
}

/** Lists every place that holds, or held, an entry: sections, readers of their feeds and exports, partners, kept pages, webhooks, search. */
export async function ledger(
  room: SiteRoom,
  asked: { readonly entry: number; readonly actor: Actor },
): Promise<Result<Ledger>> {
  const memory = await room.memory()
  const entry = await room.ports.entries.get(asked.entry)
  if (!entry || !may(asked.actor, { action: 'read-entry', entry }, memory).yes) return fail({ code: 'unknown-entry' })
  const all = await placesOf(room, entry)
  const places = all.filter(({ site }) => site === null || readable(site))
  return ok({ entry, places, hidden: all.length - places.length })

  function readable(id: string): boolean {
    const site = memory.sites.get(id)
    return site !== undefined && may(asked.actor, { action: 'read-site', site }, memory).yes
  }
}

/** Every place of an entry, whoever asks: site by site, each section before its readers. */
export async function placesOf(
  room: Pick<SiteRoom, 'storage' | 'ports'>,
  entry: Entry,
): Promise<readonly LedgerPlace[]> {
  const [deliveries, spans, searchable, pushes] = await Promise.all([
    room.ports.entries.deliveries([entry.id]),
    entrySpans(room.storage, entry.id),
    isSearchable(room.storage, entry.id),
    pushPlaces(room.storage, entry.id),
  ])
  const histories = sectionHistories(deliveries, spans)
  const sections = histories.map((one) => one.subscription)
  const reads = (await Promise.all([feedReadsOf(room.storage, sections), entryReadsOf(room.storage, entry.id)])).flat()
  const shown = histories.flatMap((one) => one.showings.map((showing) => showing.revision))
  const numbers = await numbersOf(room.storage, [...shown, entry.liveRevision ?? entry.workingRevision])
  const bySection = Map.groupBy(reads, (one) => one.subscription)
  const bySite = [...Map.groupBy(histories, (one) => one.site).entries()].sort(([a], [b]) => a.localeCompare(b))
  return [
    ...bySite.flatMap(([site, sections]) => [
      ...sections.flatMap((section) => [
        sectionPlace(section, numbers),
        ...(bySection.get(section.subscription) ?? []).flatMap((read) => readerPlace(section, read, numbers)),
      ]),
      cachePlace(site, sections, numbers),
    ]),
    ...pushes,
    ...searchPlace(entry, searchable, numbers),
  ]
}

type Numbers = ReadonlyMap<number, number>

const NO_READER = { reader: '', format: '', fetchedAt: null, reads: null }

function sectionPlace({ subscription, site, showings }: SectionHistory, numbers: Numbers): LedgerPlace {
  const last = showings.at(-1)
  const shows = last?.until === null
  return {
    ...{ kind: 'site', site, subscription, ...NO_READER, holding: shows ? 'current' : 'gone' },
    revision: numbers.get(last?.revision ?? 0) ?? null,
    since: (shows ? last?.from : last?.until) ?? null,
    acknowledgedAt: (shows ? last?.from : last?.until) ?? null,
  }
}

function readerPlace(section: SectionHistory, read: FeedRead, numbers: Numbers): LedgerPlace[] {
  const held = holdingOf(section, read)
  if (!held) return []
  const { holding, showing } = held
  const { reader, format, lastAt, count } = read
  return [
    {
      ...{ kind: formatKind(format), site: section.site, subscription: section.subscription, reader, format, holding },
      revision: numbers.get(showing.revision) ?? null,
      since: showing.from,
      fetchedAt: lastAt,
      acknowledgedAt: holding === 'behind' ? null : lastAt,
      reads: count,
    },
  ]
}

/** Whether a format is followed as a feed, taken out as a file, or asked for by a partner with its key. */
export function formatKind(name: string): 'feed' | 'export' | 'partner' {
  if (name === 'api' || name === ONE_ENTRY) return 'partner'
  return Object.values(FORMATS).some((one) => one.name === name && one.kind === 'feed') ? 'feed' : 'export'
}

// Kept pages are only found while nothing on their site moved: they hold what the sections show, from the same moment.
function cachePlace(site: string, sections: readonly SectionHistory[], numbers: Numbers): LedgerPlace {
  const all = sections.map((section) => sectionPlace(section, numbers))
  const [latest] = all.toSorted((a, b) => rank(b) - rank(a))
  return {
    ...{ kind: 'cache', site, subscription: null, ...NO_READER },
    holding: latest?.holding ?? 'gone',
    revision: latest?.revision ?? null,
    since: latest?.since ?? null,
    acknowledgedAt: latest?.since ?? null,
  }
}

function rank({ holding, since }: LedgerPlace): number {
  return (holding === 'current' ? 1e15 : 0) + (since ?? 0)
}

function searchPlace(entry: Entry, searchable: boolean, numbers: Numbers): LedgerPlace[] {
  const was = entry.publishedAt !== null
  if (!searchable && !was) return []
  return [
    {
      ...{ kind: 'search', site: null, subscription: null, ...NO_READER, holding: searchable ? 'current' : 'gone' },
      revision: searchable ? (numbers.get(entry.liveRevision ?? 0) ?? null) : null,
      since: searchable ? entry.publishedAt : entry.updatedAt,
      acknowledgedAt: searchable ? entry.publishedAt : entry.updatedAt,
    },
  ]
}
