import { and, eq, inArray, isNotNull, isNull, notInArray, or } from 'drizzle-orm'
import type { PastOfEntry, TakenByBatch } from '../../../pipeline/ports.ts'
import type { Storage } from '../storage.ts'

type Reading = Pick<Storage, 'read' | 'tables'>
type Asked = readonly { readonly id: number; readonly workingRevision: number }[]

/** What batches brought before to entries, batches undone since aside; with `edited`, only where the working revision came by none. */
export async function pastsOf(
  reading: Reading,
  entries: Asked,
  only?: 'edited',
): Promise<ReadonlyMap<number, PastOfEntry>> {
  const asked = only === 'edited' ? await editedOf(reading, entries) : entries
  if (asked.length === 0) return new Map()
  const heads = await saidHeads(
    reading,
    asked.map(({ id }) => id),
  )
  const { read, tables } = reading
  const wanted = [...asked.map(({ workingRevision }) => workingRevision), ...[...heads.values()].map(({ id }) => id)]
  const { id, values, said } = tables.revisions
  const rows = await read
    .select({ id, values, said })
    .from(tables.revisions)
    .where(inArray(id, [...new Set(wanted)]))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return new Map(
    asked.map((entry) => {
      const head = heads.get(entry.id)
      const last = head && byId.get(head.id)
      const stands = byId.get(entry.workingRevision)?.values ?? {}
      return [entry.id, { stands, last: last && { batch: head.batch, said: last.said ?? last.values } }]
    }),
  )
}

async function editedOf({ read, tables: { revisions } }: Reading, entries: Asked): Promise<Asked> {
  if (entries.length === 0) return entries
  const working = entries.map(({ workingRevision }) => workingRevision)
  const rows = await read
    .select({ id: revisions.id })
    .from(revisions)
    .where(and(inArray(revisions.id, working), isNull(revisions.batch), isNull(revisions.said)))
  const edited = new Set(rows.map((row) => row.id))
  return entries.filter(({ workingRevision }) => edited.has(workingRevision))
}

interface Head {
  readonly id: number
  readonly number: number
  readonly batch: number | null
}

// The newest revision that tells what a source said.
async function saidHeads({ read, tables }: Reading, ids: readonly number[]): Promise<ReadonlyMap<number, Head>> {
  const { revisions, batches } = tables
  const { id, entry, number, batch } = revisions
  const stands = or(isNull(batches.state), notInArray(batches.state, ['undoing', 'undone']))
  const rows = await read
    .select({ id, entry, number, batch })
    .from(revisions)
    .leftJoin(batches, eq(batches.id, revisions.batch))
    .where(and(inArray(entry, [...ids]), or(isNotNull(batch), isNotNull(revisions.said)), stands))
  const heads = new Map<number, Head>()
  for (const row of rows) if (row.number > (heads.get(row.entry)?.number ?? 0)) heads.set(row.entry, row)
  return heads
}

/** Those of these entries that a batch took back last, or that were folded into another, and how. */
export async function takenByBatch(
  { read, tables: { events } }: Reading,
  entries: readonly number[],
): Promise<ReadonlyMap<number, TakenByBatch>> {
  if (entries.length === 0) return new Map()
  const rows = await read
    .select({ id: events.id, entry: events.entry, at: events.at, data: events.data })
    .from(events)
    .where(and(inArray(events.entry, [...entries]), inArray(events.kind, TAKING)))
  const taken = new Map<number, TakenByBatch>()
  for (const { entry, data } of rows.sort((a, b) => a.at - b.at || a.id - b.id)) {
    if (entry === null) continue
    const how = HOWS.find((one) => one === data.taken)
    if (how === undefined) taken.delete(entry)
    else taken.set(entry, { how, revision: typeof data.live === 'number' ? data.live : null })
  }
  return taken
}

const HOWS: readonly TakenByBatch['how'][] = ['gone', 'undone', 'folded']
const TAKING = ['withdrawn', 'trashed', 'recalled', 'refused']
