import { foldingOf } from '../../../../pipeline/fold-entry.ts'
import { type LikenessReason, likeness } from '../../../../pipeline/likeness.ts'
import type { Entry, Values } from '../../../../pipeline/model/entry.ts'
import { inLanguage } from '../../../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../../../pipeline/model/service-type.ts'
import { portraitOf } from '../../../../pipeline/portrait.ts'
import type { Cluster } from '../../../duplicates/clusters-for.ts'
import { eventsOf } from '../../../storage/entries/deed-store.ts'
import type { KeptPair } from '../../../storage/entries/duplicate-store.ts'
import { workingEntries } from '../../../storage/entries/likeness-store.ts'
import { readSource } from '../../../storage/gateways/source-store.ts'
import type { Visit } from '../../visit.ts'
import { changesBetween } from '../changes.ts'
import type { Piece } from '../text-diff.ts'

/** One field of one entry of a cluster, with what it says otherwise than the first. */
export interface Cell {
  readonly name: string
  readonly label: string
  readonly pieces: readonly Piece[]
  readonly differs: boolean
}

/** One entry of a cluster, as a column. */
export interface Column {
  readonly entry: Entry
  readonly title: string
  readonly cells: readonly Cell[]
  /** Name of its source; undefined where it was written or imported here. */
  readonly source: string | undefined
  readonly sites: number
  readonly folded: boolean
  /** Why it is like the first, and how much; absent of the first itself. */
  readonly like: { readonly reasons: readonly LikenessReason[]; readonly score: number } | undefined
}

/** A cluster side by side: the entry one would rather keep first. */
export interface ClusterView {
  readonly columns: readonly Column[]
  /** What was decided within it. */
  readonly decided: readonly KeptPair[]
}

const FIELDS = 12
const LONGEST = 1_200

/** Draws a cluster field by field, what differs from the first entry marked. */
export async function clusterView(visit: Visit, { entries, pairs }: Cluster): Promise<ClusterView> {
  const { farm } = visit
  const ids = entries.map(({ id }) => id)
  const [working, deliveries, events, sources] = await Promise.all([
    workingEntries(farm.storage, ids),
    farm.ports.entries.deliveries(ids),
    eventsOf(farm.storage, ids),
    namesOfSources(visit, entries),
  ])
  const values = new Map(working.map((one) => [one.entry.id, one.values]))
  const first = entries[0]
  const columns = entries.map((entry) => {
    const live = deliveries.filter((one) => one.entry === entry.id && one.state === 'live')
    const own = { entry, values: values.get(entry.id) ?? {} }
    const beside = first && first.id !== entry.id ? { entry: first, values: values.get(first.id) ?? {} } : undefined
    return {
      entry,
      title: String(own.values.title ?? entry.title),
      cells: cellsOf(visit, own, beside),
      source: entry.source === null ? undefined : sources.get(entry.source),
      sites: new Set(live.map(({ site }) => site)).size,
      folded: foldingOf({ entry, events: events.filter((event) => event.entry === entry.id) }) !== undefined,
      like: beside && likeOf(visit, own, beside),
    }
  })
  return { columns, decided: pairs.filter(({ verdict }) => verdict !== null) }
}

async function namesOfSources({ farm }: Visit, entries: readonly Entry[]): Promise<ReadonlyMap<number, string>> {
  const ids = new Set(entries.flatMap(({ source }) => source ?? []))
  const found = await Promise.all([...ids].map((id) => readSource(farm.storage, id)))
  return new Map(found.flatMap((source) => (source ? [[source.id, source.name]] : [])))
}

interface Said {
  readonly entry: Entry
  readonly values: Values
}

function likeOf({ memory }: Visit, one: Said, other: Said): Column['like'] {
  const serviceType = memory.serviceType(one.entry.serviceType)
  if (!serviceType) return undefined
  const portrait = ({ values }: Said) => portraitOf(serviceType, values, memory.gazetteer)
  return likeness(portrait(one), portrait(other))
}

function cellsOf(visit: Visit, { entry, values }: Said, first: Said | undefined): readonly Cell[] {
  const serviceType = visit.memory.serviceType(entry.serviceType)
  if (!serviceType) return []
  const said = piecesOf(visit, serviceType, {}, values)
  const against = first && piecesOf(visit, serviceType, first.values, values)
  return serviceType.fields
    .filter(({ name, type }) => name !== 'title' && type !== 'original')
    .flatMap((field) => {
      const { name } = field
      const plain = said.get(name)
      const other = against?.get(name)
      if (!plain && !other) return []
      const pieces = (other ?? plain ?? []).filter(({ kind }) => kind !== 'gone')
      const shown = other ? pieces : pieces.map(({ text }) => ({ kind: 'same' as const, text }))
      const label = inLanguage(field.label, visit.language)
      return [{ name, label, pieces: shortened(shown), differs: other !== undefined }]
    })
    .slice(0, FIELDS)
}

function piecesOf(
  visit: Visit,
  serviceType: ServiceType,
  before: Values,
  after: Values,
): ReadonlyMap<string, readonly Piece[]> {
  return new Map(changesBetween(visit, { serviceType, before, after }).map(({ name, pieces }) => [name, pieces]))
}

// What tells two entries apart is seen at the beginning; the whole is one link away.
function shortened(pieces: readonly Piece[]): readonly Piece[] {
  let left = LONGEST
  return pieces.flatMap((piece) => {
    if (left <= 0) return []
    const text = piece.text.length > left ? `${piece.text.slice(0, left)}…` : piece.text
    left -= piece.text.length
    return [{ ...piece, text }]
  })
}
