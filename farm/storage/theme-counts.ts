import { and, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { facetTerm, themeTerm } from '../../pipeline/terms.ts'
import type { Storage } from './storage.ts'

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

/** Numbers of the next published entries after that one that any of these terms tells about, in order. */
export async function entriesWithTerms(
  { read, tables }: Room,
  { terms, after, limit }: { readonly terms: readonly string[]; readonly after: number; readonly limit: number },
): Promise<number[]> {
  const { entries, entryTerms } = tables
  const told = or(...slices(terms).map((some) => inArray(entryTerms.term, some)))
  const rows = await read
    .selectDistinct({ entry: entryTerms.entry })
    .from(entryTerms)
    .innerJoin(entries, eq(entries.id, entryTerms.entry))
    .where(and(sql`${entryTerms.entry} > ${after}`, eq(entries.state, 'published'), told))
    .orderBy(entryTerms.entry)
    .limit(limit)
  return rows.map((row) => row.entry)
}

function startsWith(column: Storage['tables']['entryTerms']['term'], prefix: string): SQL | undefined {
  return and(gte(column, prefix), lt(column, `${prefix}\u{10FFFF}`))
}

function slices(terms: readonly string[]): string[][] {
  const count = Math.max(1, Math.ceil(terms.length / 5000))
  return Array.from({ length: count }, (_, i) => terms.slice(i * 5000, (i + 1) * 5000))
}
