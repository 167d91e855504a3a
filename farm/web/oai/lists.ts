import { type OaiError, type OaiVerb, oaiHeader, oaiMore, oaiRecord, oaiTexts } from '../../../exports/oai-answer.ts'
import { type MovedEntries, movedEntries, termsOnSite } from '../../lists/moved-entries.ts'
import { keepWhileStill } from '../portal/while-still.ts'
import type { Visit } from '../visit.ts'
import { fail } from './instants.ts'
import type { OaiAsked } from './read-request.ts'
import { disseminates, type Moved, type OaiPrefix, recordsOf } from './records.ts'
import { writeToken } from './resumption.ts'
import { type OaiSet, setOfSpec, setsOf } from './sets.ts'

/** How many records, headers and sets make one piece of a list. */
export interface Pieces {
  readonly ListRecords: number
  readonly ListIdentifiers: number
  readonly ListSets: number
}

/** Pieces of every answer that is not a test. */
export const PIECES: Pieces = { ListRecords: 100, ListIdentifiers: 500, ListSets: 500 }

type Listing = OaiAsked & { readonly verb: 'ListRecords' | 'ListIdentifiers'; readonly pieces: Pieces }

// Drawn once while nothing moves: each piece of a long list is then a look along what is known.
const orders = keepWhileStill<MovedEntries>(30)
const shelves = keepWhileStill<readonly OaiSet[]>(30)

/** One piece of the records or headers of a site, in the order in which they last moved. */
export async function listRecords(visit: Visit, asked: Listing, prefix: OaiPrefix): Promise<string | OaiError> {
  const set = asked.set === undefined ? undefined : setNamed(visit, asked.set)
  if (asked.set !== undefined && !set) return fail('noRecordsMatch', 'nothing here is in such a set')
  const order = await orderOf(visit, prefix, set?.term)
  const { start, end, cursor, size } = pieceOf(order, asked)
  if (start === end && !asked.place) return fail('noRecordsMatch', 'nothing has moved in that time')
  const whole = Math.min(end, start + asked.pieces[asked.verb])
  const moved = Array.from({ length: whole - start }, (_, at) => movedAt(order, start + at))
  const records = await recordsOf(visit, moved, asked.verb === 'ListRecords' ? prefix : undefined)
  const told = records.map(asked.verb === 'ListRecords' ? oaiRecord : oaiHeader).join('')
  const next = nextPlace(asked, prefix, { last: moved.at(-1), cursor: cursor + moved.length, size })
  if (whole >= end) return cursor === 0 ? told : told + oaiMore({ token: '', size, cursor })
  return told + oaiMore({ token: tokenOf(visit, asked.verb, next), size, cursor })
}

/** Where one entry stands in that order; undefined where the site never showed it. */
export async function findMoved(visit: Visit, entry: number, prefix: OaiPrefix): Promise<Moved | undefined> {
  const order = await orderOf(visit, prefix, undefined)
  const at = order.entries.indexOf(entry)
  return at === -1 ? undefined : movedAt(order, at)
}

/** When the first thing of a site moved, in milliseconds; now where nothing ever did. */
export async function earliest(visit: Visit): Promise<number> {
  return (await orderOf(visit, 'oai_dc', undefined)).stamps[0] ?? visit.farm.now()
}

/** One piece of the sets of a site. */
export async function listSets(
  visit: Visit,
  asked: OaiAsked & { readonly pieces: Pieces },
): Promise<string | OaiError> {
  const { site, farm, language } = visit
  const name = `sets ${site?.id} ${language}`
  const sets = await shelves(visit, name, async () => setsOf(visit, await termsOnSite(farm.storage, site?.id ?? '')))
  if (sets.length === 0) return fail('noSetHierarchy', 'nothing is here yet that could be in a set')
  const cursor = asked.place?.cursor ?? 0
  const piece = sets.slice(cursor, cursor + asked.pieces.ListSets)
  const told = piece
    .map(
      (set) =>
        `<set>${oaiTexts([
          ['setSpec', set.spec],
          ['setName', set.name],
        ])}</set>\n`,
    )
    .join('')
  const size = sets.length
  if (cursor + piece.length >= size) return cursor === 0 ? told : told + oaiMore({ token: '', size, cursor })
  const place = { stamp: 0, entry: 0, cursor: cursor + piece.length, size }
  return told + oaiMore({ token: tokenOf(visit, 'ListSets', place), size, cursor })
}

function setNamed(visit: Visit, spec: string): Pick<OaiSet, 'term'> | undefined {
  return spec === 'kind' || spec === 'theme' || spec === 'territory' ? {} : setOfSpec(visit, spec)
}

function orderOf(visit: Visit, prefix: OaiPrefix, term: string | undefined): Promise<MovedEntries> {
  const { site, farm, memory } = visit
  const kinds = [...memory.declarations.serviceTypes.values()].filter(
    (one) => one.visibility === 'public' && disseminates(one, prefix),
  )
  const kind = term?.startsWith('kind:') ? term.slice('kind:'.length) : undefined
  const serviceTypes = kinds.map(({ id }) => id).filter((id) => kind === undefined || id === kind)
  const request = { site: site?.id ?? '', serviceTypes, term: kind === undefined ? term : undefined }
  return orders(visit, `${request.site} ${prefix} ${term ?? ''}`, () => movedEntries(farm.storage, request))
}

function movedAt({ entries, stamps, shown }: MovedEntries, at: number): Moved {
  return { entry: entries[at] ?? 0, stamp: stamps[at] ?? 0, shown: shown[at] === 1 }
}

interface Piece {
  readonly start: number
  readonly end: number
  readonly cursor: number
  readonly size: number
}

function pieceOf(order: MovedEntries, { instants: { from, until }, place }: OaiAsked): Piece {
  const first = from === undefined ? 0 : placeBefore(order, from, 0)
  const end = until === undefined ? order.stamps.length : placeBefore(order, until, 0)
  if (!place) return { start: first, end: Math.max(first, end), cursor: 0, size: Math.max(0, end - first) }
  const start = Math.max(first, placeBefore(order, place.stamp, place.entry + 1))
  return { start, end: Math.max(start, end), cursor: place.cursor, size: place.size }
}

/** How many stand before that stamp, or at it with a lower number. */
function placeBefore({ stamps, entries }: MovedEntries, stamp: number, entry: number): number {
  let [low, high] = [0, stamps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const at = stamps[middle] ?? 0
    if (at < stamp || (at === stamp && (entries[middle] ?? 0) < entry)) low = middle + 1
    else high = middle
  }
  return low
}

function nextPlace(
  { instants, set }: OaiAsked,
  metadataPrefix: OaiPrefix,
  { last, cursor, size }: { readonly last: Moved | undefined; readonly cursor: number; readonly size: number },
) {
  return { metadataPrefix, set, ...instants, stamp: last?.stamp ?? 0, entry: last?.entry ?? 0, cursor, size }
}

function tokenOf({ site }: Visit, verb: OaiVerb, place: Parameters<typeof writeToken>[0]): string {
  return writeToken(place, { verb, site: site?.id ?? '' })
}
