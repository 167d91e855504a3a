import { and, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { facetTerm, themeTerm } from '../../../pipeline/terms.ts'
import type { Storage } from '../storage.ts'

type Room = Pick<Storage, 'read' | 'tables'>

/** Where an entry holds a term of a vocabulary: a field of a kind, shown as a facet. */
export interface TermPlace {
  readonly serviceType: string
  readonly field: string
}

/** Published entries about each theme, what lies under it included. */
export async function themeCounts({ read, tables }: Room): Promise<ReadonlyMap<string, number>> {
  const { entries, entryTerms } = tables
  const prefix = themeTerm('')
  const rows = await read
    .select({ term: entryTerms.term, count: sql<number>`count(*)`.mapWith(Number) })
    .from(entryTerms)
    .innerJoin(entries, eq(entries.id, entryTerms.entry))
    .where(and(eq(entries.state, 'published'), startsWith(entryTerms.term, prefix)))
    .groupBy(entryTerms.term)
  return new Map(rows.map(({ term, count }) => [term.slice(prefix.length), count]))
}

/** Published entries that hold each term of those fields themselves, by its code as stored. */
export async function facetHolders(
  { read, tables }: Room,
  places: readonly TermPlace[],
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const { entries, entryTerms } = tables
  const holders = new Map<string, Set<number>>()
  for (const [field, kinds] of Map.groupBy(places, (one) => one.field)) {
    const prefix = facetTerm(field, '')
    const kind = inArray(
      entries.serviceType,
      kinds.map((one) => one.serviceType),
    )
    const rows = await read
      .select({ entry: entryTerms.entry, term: entryTerms.term })
      .from(entryTerms)
      .innerJoin(entries, eq(entries.id, entryTerms.entry))
      .where(and(eq(entries.state, 'published'), kind, startsWith(entryTerms.term, prefix)))
    for (const { entry, term } of rows) holders.getOrInsert(term.slice(prefix.length), new Set()).add(entry)
  }
  return holders
}

function startsWith(column: Storage['tables']['entryTerms']['term'], prefix: string): SQL | undefined {
  return and(gte(column, prefix), lt(column, `${prefix}\u{10FFFF}`))
}
