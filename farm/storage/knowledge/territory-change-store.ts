import { asc, desc } from 'drizzle-orm'
import type { TerritoryKey } from '../../../pipeline/model/territory.ts'
import { known } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'

/** A change of the geography as it is kept. */
export interface StoredChange {
  readonly id: number
  /** Year of the geography that brought it. */
  readonly vintage: number
  readonly kind: (typeof KINDS)[number]
  readonly was: TerritoryKey
  readonly became: readonly TerritoryKey[]
  readonly at: number
}

const KINDS = ['merged', 'split', 'recoded', 'renamed', 'moved', 'replaced'] as const

/** Every change of the geography since the farm began, the latest vintage first, in the order they were found. */
export async function readChanges({
  read,
  tables,
}: Pick<Storage, 'read' | 'tables'>): Promise<readonly StoredChange[]> {
  const { territoryChanges: changes } = tables
  const rows = await read.select().from(changes).orderBy(desc(changes.vintage), desc(changes.at), asc(changes.id))
  return rows.map((row) => ({ ...row, kind: known(KINDS, row.kind) }))
}
