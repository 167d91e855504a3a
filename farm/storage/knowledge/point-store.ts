import { asc, gt, ne, sql } from 'drizzle-orm'
import type { TerritoryKey, TerritoryPoint } from '../../../pipeline/model/territory.ts'
import { known } from '../entry-rows.ts'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** A point with the territory it is of. */
export interface PlacedPoint extends TerritoryPoint {
  readonly key: TerritoryKey
}

const PRECISIONS = ['exact', 'named', 'approximate'] as const

const CHUNK = 5_000

/** Every point of the farm, by key, a few thousand at a time. */
export async function* readPoints({
  read,
  tables: { territoryPoints },
}: Pick<Storage, 'read' | 'tables'>): AsyncGenerator<readonly PlacedPoint[]> {
  for (let after = ''; ; ) {
    const rows = await read
      .select()
      .from(territoryPoints)
      .where(gt(territoryPoints.key, after))
      .orderBy(asc(territoryPoints.key))
      .limit(CHUNK)
    if (rows.length > 0) yield rows.map((row) => ({ ...row, precision: known(PRECISIONS, row.precision) }))
    const last = rows.at(-1)
    if (!last || rows.length < CHUNK) return
    after = last.key
  }
}

/** Puts these points in the place of all that are not exact; exact ones stay. */
export async function replaceInexactPoints(
  { db, bulk }: Writer,
  { territoryPoints }: Tables,
  points: readonly PlacedPoint[],
): Promise<void> {
  await db.delete(territoryPoints).where(ne(territoryPoints.precision, 'exact'))
  await bulk(territoryPoints, points, 'keep')
}

/** Writes exact points over whatever is known of those places. */
export async function putExactPoints(
  { bulk }: Writer,
  { territoryPoints }: Tables,
  points: readonly Omit<PlacedPoint, 'precision'>[],
): Promise<void> {
  const rows = points.map((one) => ({ ...one, precision: 'exact' }))
  await bulk(
    territoryPoints,
    rows,
    'on conflict (key) do update set latitude = excluded.latitude, longitude = excluded.longitude, precision = excluded.precision',
  )
}

/** How many points there are of each precision. */
export async function countPoints({
  read,
  tables: { territoryPoints },
}: Pick<Storage, 'read' | 'tables'>): Promise<Record<TerritoryPoint['precision'], number>> {
  const { precision } = territoryPoints
  const rows = await read
    .select({ precision, count: sql<number>`count(*)`.mapWith(Number) })
    .from(territoryPoints)
    .groupBy(precision)
  const of = (name: string) => rows.find((row) => row.precision === name)?.count ?? 0
  return { exact: of('exact'), named: of('named'), approximate: of('approximate') }
}
