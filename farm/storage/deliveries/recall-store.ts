import { and, asc, desc, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { NewRecall, PlaceKind, Recall, RecallPlace } from '../../../pipeline/model/recall.ts'
import { known } from '../entry-rows.ts'
import type { Storage, Writer } from '../storage.ts'

type Reading = Pick<Storage, 'read' | 'tables'>

/** Writes recalls with their places, within the transaction that takes their entries back. */
export async function writeRecalls(
  { recalls, recallPlaces }: Storage['tables'],
  writer: Writer,
  made: readonly NewRecall[],
): Promise<void> {
  if (made.length === 0) return
  await writer.bulk(recalls, made)
  await writer.bulk(
    recallPlaces,
    made.flatMap(({ id, places }) => places.map((place, i) => ({ ...place, recall: id, place: i + 1 }))),
  )
}

/** A recall by its number. */
export async function readRecall({ read, tables: { recalls } }: Reading, id: number): Promise<Recall | undefined> {
  const [row] = await read.select().from(recalls).where(eq(recalls.id, id))
  return row
}

/** A stored place, with its number within the recall. */
export type NumberedPlace = RecallPlace & { readonly place: number }

/** The places of a recall, in their order. */
export async function readPlaces(
  { read, tables: { recallPlaces } }: Reading,
  recall: number,
): Promise<readonly NumberedPlace[]> {
  const rows = await read
    .select()
    .from(recallPlaces)
    .where(eq(recallPlaces.recall, recall))
    .orderBy(asc(recallPlaces.place))
  return rows.map(({ recall: _, ...row }) => ({ ...row, kind: known(KINDS, row.kind) }))
}

const KINDS: readonly PlaceKind[] = ['site', 'feed', 'export', 'partner', 'push', 'cache', 'search']

/** Numbers of the recalls with a place still pending, oldest first; of those that reach these sections only, where some are named. */
export async function openRecalls(
  { read, tables: { recalls, recallPlaces } }: Reading,
  sections?: readonly number[],
): Promise<readonly number[]> {
  const reached = sections && inArray(recallPlaces.subscription, [...sections])
  const rows = await read
    .selectDistinct({ id: recalls.id })
    .from(recalls)
    .leftJoin(recallPlaces, eq(recallPlaces.recall, recalls.id))
    .where(and(isNull(recalls.closedAt), reached))
    .orderBy(asc(recalls.id))
  return rows.map((row) => row.id)
}

/** A recall in a list, with how far it is. */
export interface ListedRecall extends Recall {
  readonly places: number
  readonly confirmed: number
}

/** Recalls of entries of these organisations, or of one entry; the latest first. */
export async function listRecalls(
  { read, tables: { recalls, entries } }: Reading,
  asked: {
    readonly organisations: readonly string[]
    readonly entry?: number | undefined
    /** Number of the last one already seen. */
    readonly before?: number | undefined
    readonly limit: number
  },
): Promise<readonly (ListedRecall & { readonly organisation: string })[]> {
  const { entry, before, limit } = asked
  const of = entry === undefined ? undefined : eq(recalls.entry, entry)
  const rows = await read
    .select({
      recall: recalls,
      organisation: entries.organisation,
      places: countPlaces(false),
      confirmed: countPlaces(true),
    })
    .from(recalls)
    .innerJoin(entries, eq(entries.id, recalls.entry))
    .where(
      and(inArray(entries.organisation, [...asked.organisations]), of, before ? lt(recalls.id, before) : undefined),
    )
    .orderBy(desc(recalls.id))
    .limit(limit)
  return rows.map(({ recall, ...counts }) => ({ ...recall, ...counts }))
}

function countPlaces(confirmed: boolean): SQL<number> {
  const held = confirmed ? sql` and p.confirmed_at is not null` : sql``
  return sql<number>`(select count(*) from recall_places p where p.recall = ${sql.raw('recalls.id')}${held})`.mapWith(
    Number,
  )
}

/** What was found out of a recall's places since. */
export interface Settlement {
  readonly recall: number
  readonly confirmed: readonly { readonly place: number; readonly at: number }[]
  /** Places nobody knew of when it was decided. */
  readonly found: readonly NumberedPlace[]
  readonly closedAt: number | null
}

/** Writes what was found out; what another process settled meanwhile stays as it did. */
export async function writeSettlement({ write, tables }: Storage, settled: Settlement): Promise<void> {
  const { recalls, recallPlaces } = tables
  const { recall, confirmed, found, closedAt } = settled
  await write(async (writer) => {
    await writer.bulk(
      recallPlaces,
      found.map((place) => ({ ...place, recall })),
      'keep',
    )
    for (const [at, places] of Map.groupBy(confirmed, (one) => one.at)) {
      const numbers = places.map((one) => one.place)
      const pending = and(eq(recallPlaces.recall, recall), isNull(recallPlaces.confirmedAt))
      await writer.db
        .update(recallPlaces)
        .set({ confirmedAt: at })
        .where(and(pending, inArray(recallPlaces.place, numbers)))
    }
    if (closedAt === null) return
    await writer.db
      .update(recalls)
      .set({ closedAt })
      .where(and(eq(recalls.id, recall), isNull(recalls.closedAt)))
  })
}
