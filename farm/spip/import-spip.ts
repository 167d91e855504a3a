import { linkItems } from '../../pipeline/intake/spip/links.ts'
import { keysOfObject } from '../../pipeline/intake/spip/old-addresses.ts'
import { type OldSite, objectName, readOldSite } from '../../pipeline/intake/spip/old-site.ts'
import {
  type SubjectReader,
  subjectReader,
  type ToldSubject,
  type Unmapped,
} from '../../pipeline/intake/spip/subjects.ts'
import type { SpipDatabase } from '../../pipeline/intake/spip/tables.ts'
import { externalIdOf, type SpipItem, type SpipReading, textItems } from '../../pipeline/intake/spip/texts.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { Entry } from '../../pipeline/model/entry.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Site } from '../../pipeline/model/site.ts'
import type { BatchReport } from '../batches/batch-report.ts'
import { importBatch } from '../batches/import-batch.ts'
import type { Farm } from '../open-farm.ts'
import { putOldAddresses } from '../storage/gateways/old-address-store.ts'
import { addSyndicated, type Syndicated } from './add-syndicated.ts'
import { entriesNamed, type Followed, followStatuses, type Standing } from './follow-statuses.ts'
import type { SpipWishes } from './imports.ts'
import { type KeptOldFiles, keepOldFiles } from './keep-old-files.ts'
import { openSpip } from './open-spip.ts'

/** What importing a SPIP site works with: the open farm is one. */
export type SpipRoom = Pick<Farm, 'ports' | 'storage' | 'files' | 'now' | 'memory'>

/** What is imported, into what. */
export interface SpipRequest extends Omit<SpipWishes, 'defaults'> {
  /** SQLite file or dump of SQL, gzipped or not. */
  readonly path: string
  /** The IMG folder of the site; without it documents stay behind. */
  readonly images?: string | undefined
  readonly defaults?: Readonly<Record<string, RawValue>> | undefined
  readonly actor: Actor
  readonly dryRun: boolean
  readonly onProgress?: ((done: number) => void) | undefined
}

/** What became of it. */
export interface SpipReport extends Followed {
  readonly batches: readonly { readonly kind: SpipItem['kind']; readonly report: BatchReport }[]
  /** Sections and keywords of what was taken, and what they stand for. */
  readonly subjects: readonly ToldSubject[]
  /** Those that stand for nothing here. */
  readonly unmapped: readonly Unmapped[]
  /** Old addresses that lead to their entry from now on. */
  readonly addresses: number
  readonly files: Pick<KeptOldFiles, 'kept' | 'missing' | 'problems'>
  readonly sources: Syndicated
  /** Texts that had been encoded twice. */
  readonly repaired: number
}

/**
 * Takes a whole SPIP site into the farm: articles, briefs and links as batches with the statuses they had, documents, syndicated sites as paused
 * sources; its old addresses lead to the entries from then on. Doing it again brings what changed. Problems: `not-allowed`, `unknown-site`, those
 * of `openSpip`, `subjectReader` and `importBatch`.
 */
export async function importSpip(room: SpipRoom, request: SpipRequest): Promise<Result<SpipReport>> {
  const site = await permitted(room, request)
  if (!site.ok) return site
  const opened = await openSpip(request.path, { prefix: request.prefix })
  if (!opened.ok) return opened
  try {
    return await bringIn(room, request, opened.value)
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (!String(code).startsWith('SQLITE_')) throw error
    return fail({ code: 'broken-database', params: { reason: String(code) } })
  } finally {
    opened.value.close()
  }
}

async function permitted(room: SpipRoom, { organisation, site, actor, kinds }: SpipRequest): Promise<Result<Site>> {
  const memory = await room.memory()
  const found = memory.sites.get(site)
  if (found === undefined) return fail({ code: 'unknown-site', params: { value: site } })
  if (!memory.organisations.get(organisation))
    return fail({ code: 'unknown-organisation', params: { value: organisation } })
  const unknown = [kinds.article, kinds.breve, kinds.link, kinds.source].find(
    (id) => id !== undefined && !memory.serviceType(id),
  )
  if (unknown !== undefined) return fail({ code: 'unknown-service-type', params: { value: unknown } })
  const verdicts = [
    may(actor, { action: 'import', organisation, serviceType: kinds.article }, memory),
    may(actor, { action: 'manage-site', site: found }, memory),
  ]
  const refused = verdicts.find(({ yes }) => !yes)
  return refused ? fail({ code: 'not-allowed', params: { reason: refused.because } }) : ok(found)
}

interface Bringing {
  readonly room: SpipRoom
  readonly request: SpipRequest
  readonly database: SpipDatabase
  readonly site: OldSite
  readonly subjects: SubjectReader
  readonly host: string
  readonly files: KeptOldFiles
  readonly before: ReadonlyMap<string, Entry>
}

async function bringIn(room: SpipRoom, request: SpipRequest, database: SpipDatabase): Promise<Result<SpipReport>> {
  const { mapping, organisation, actor, dryRun, kinds } = request
  const knowledge = await room.ports.knowledge()
  const site = readOldSite(database)
  const subjects = subjectReader(site, { mapping, ...knowledge })
  if (!subjects.ok) return subjects
  const host = URL.parse(site.meta.get('adresse_site') ?? '')?.host ?? ''
  const names = [...site.titles.keys()].map((object) => externalIdOf(host, object))
  const before = await entriesNamed(room.ports, { names, organisation })
  const files = await keepOldFiles(room, site, request)
  const bringing: Bringing = { room, request, database, site, subjects: subjects.value, host, files, before }
  const batches: SpipReport['batches'][number][] = []
  const followed = { published: 0, refused: 0, trashed: 0 }
  const addresses = { addresses: 0 }
  for (const kind of ['article', 'breve', 'link'] as const) {
    if (kinds[kind] === undefined || isEmpty(database, kind)) continue
    const brought = await bringKind(bringing, kind)
    if (!brought.ok) return brought
    batches.push({ kind, report: brought.value.report })
    addresses.addresses += brought.value.addresses
    for (const name of ['published', 'refused', 'trashed'] as const) followed[name] += brought.value.followed[name]
  }
  const syndicated = { organisation, serviceType: kinds.source, actor, dryRun }
  const sources = await addSyndicated(room, database, syndicated)
  const { kept, missing, problems } = files
  const unmapped = subjects.value.unmapped()
  return ok({
    batches,
    unmapped,
    subjects: subjects.value.met(),
    ...followed,
    ...addresses,
    files: { kept, missing, problems },
    sources,
    repaired: database.repaired,
  })
}

function isEmpty(database: SpipDatabase, kind: SpipItem['kind']): boolean {
  const table = kind === 'link' ? 'syndic_articles' : (`${kind}s` as const)
  for (const _ of database.rows(table)) return false
  return true
}

interface Brought {
  readonly report: BatchReport
  readonly followed: Followed
  readonly addresses: number
}

async function bringKind(bringing: Bringing, kind: SpipItem['kind']): Promise<Result<Brought>> {
  const { room, request, before } = bringing
  const { organisation, actor, defaults, dryRun, onProgress, kinds } = request
  const knowledge = await room.ports.knowledge()
  const serviceType = knowledge.serviceType(kinds[kind] ?? '')
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: kinds[kind] ?? '' } })
  const reading = readingOf(bringing, serviceType)
  const standings: Standing[] = []
  const items = kind === 'link' ? linkItems(reading) : textItems(kind, reading)
  const content = { items: remembered(items, { standings, before }), road: 'spip' } as const
  const name = `SPIP ${bringing.host || bringing.database.prefix} – ${kind}`
  const asked = { name, serviceType: serviceType.id, organisation, actor, defaults, dryRun, onProgress }
  const report = await importBatch(room, { ...asked, content })
  if (!report.ok) return report
  if (dryRun) return ok({ report: report.value, followed: { published: 0, refused: 0, trashed: 0 }, addresses: 0 })
  const names = standings.map(({ externalId }) => externalId)
  const after = await entriesNamed(room.ports, { names, organisation })
  const followed = await followStatuses(room.ports, { standings, before, after, actor })
  return ok({ report: report.value, followed, addresses: await keepAddresses(bringing, standings, after) })
}

function readingOf(
  { database, site, subjects, host, files, request }: Bringing,
  serviceType: SpipReading['serviceType'],
): SpipReading {
  // The old address, which leads to the entry wherever it is shown, and stands when its title or its section change.
  const address = (object: string) => `${request.origin}/spip.php?${object.replace(':', '')}`
  return { database, site, serviceType, subjects, host, address, fileOf: files.fileOf, logoOf: files.logoOf }
}

/** Notes each item for afterwards; what SPIP shows no longer is gone. */
function* remembered(
  items: Iterable<SpipItem>,
  { standings, before }: { readonly standings: Standing[]; readonly before: ReadonlyMap<string, Entry> },
): Generator<SpipItem> {
  for (const item of items) {
    const { externalId, kind, number, status, publishedAt } = item
    standings.push({ externalId, kind, number, status, publishedAt })
    const live = (before.get(externalId)?.liveRevision ?? null) !== null
    yield live && status !== 'publie' ? { ...item, gone: true } : item
  }
}

async function keepAddresses(
  { room, request, site }: Bringing,
  standings: readonly Standing[],
  after: ReadonlyMap<string, Entry>,
): Promise<number> {
  const rows = standings.flatMap(({ externalId, kind, number: id }) => {
    const entry = after.get(externalId)
    if (entry === undefined || kind === 'link') return []
    const object = objectName({ kind, id })
    const about = { id, addresses: site.addressesOf(object), title: site.titles.get(object) ?? '' }
    return keysOfObject(kind, about).map((path) => ({ site: request.site, path, entry: entry.id }))
  })
  for (let start = 0; start < rows.length; start += 1000) {
    await putOldAddresses(room.storage, rows.slice(start, start + 1000), room.now())
  }
  return rows.length
}

/** Problems of the sources and documents of a run, for whoever tells it. */
export function sideProblems({ files, sources }: Pick<SpipReport, 'files' | 'sources'>): readonly Problem[] {
  return [...files.problems, ...sources.problems]
}
