import { and, desc, eq, inArray, isNotNull, isNull, lt, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { pairOf } from '../../../pipeline/clusters.ts'
import { MAY_BE_DOUBLE } from '../../../pipeline/fold-entry.ts'
import type { Entry } from '../../../pipeline/model/entry.ts'
import type { PairVerdict } from '../../../pipeline/ports.ts'
import { amongNumbers } from '../among.ts'
import { entryOf, known } from '../entry-rows.ts'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

type Reading = Pick<Storage, 'read' | 'tables' | 'dialect'>

/** Two entries that look alike, the higher number first, and what was said of them. */
export interface KeptPair extends Pick<PairVerdict, 'entry' | 'other' | 'score' | 'verdict' | 'person'> {
  readonly at: number
}

const VERDICTS: readonly NonNullable<PairVerdict['verdict']>[] = ['different', 'entry', 'other']

function kept(row: Tables['duplicates']['$inferSelect']): KeptPair {
  const verdict = row.verdict === null ? null : known(VERDICTS, row.verdict)
  const turned = row.entry < row.other && verdict !== null && verdict !== 'different'
  const kept = turned ? (verdict === 'entry' ? 'other' : 'entry') : verdict
  return { ...row, ...pairOf(row.entry, row.other), verdict: kept }
}

/** Which pairs are asked. */
export interface PairRequest {
  /** Both entries are of one of these organisations. */
  readonly organisations: readonly string[]
  readonly limit: number
  /** Only what was decided before that instant. */
  readonly before?: number | undefined
}

/** Pairs nobody has decided yet, of entries that still show or wait, the newest first. */
export async function openPairs({ read, tables, dialect }: Reading, asked: PairRequest): Promise<readonly KeptPair[]> {
  const open = isNull(tables.duplicates.verdict)
  return pairsWhere({ read, tables, dialect }, asked, { condition: open, states: MAY_BE_DOUBLE })
}

/** Pairs people have decided, the last first. */
export async function decidedPairs(
  { read, tables, dialect }: Reading,
  asked: PairRequest,
): Promise<readonly KeptPair[]> {
  const { at, verdict } = tables.duplicates
  const condition = and(isNotNull(verdict), asked.before === undefined ? undefined : lt(at, asked.before))
  return pairsWhere({ read, tables, dialect }, asked, { condition, states: null })
}

async function pairsWhere(
  { read, tables: { duplicates, entries } }: Reading,
  { organisations, limit }: PairRequest,
  { condition, states }: { readonly condition: SQL | undefined; readonly states: readonly string[] | null },
): Promise<readonly KeptPair[]> {
  const seen = (side: SQLWrapper) => {
    const own = and(eq(entries.id, side), inArray(entries.organisation, [...organisations]))
    const condition = and(own, states ? inArray(entries.state, [...states]) : undefined)
    return sql`exists (select 1 from ${entries} where ${condition})`
  }
  const rows = await read
    .select()
    .from(duplicates)
    .where(and(condition, seen(duplicates.entry), seen(duplicates.other)))
    .orderBy(desc(duplicates.at), desc(duplicates.entry), desc(duplicates.other))
    .limit(limit)
  return rows.map(kept)
}

/** Every pair one of these entries is part of. */
export async function pairsWith(
  { read, tables: { duplicates }, dialect }: Reading,
  ids: readonly number[],
): Promise<readonly KeptPair[]> {
  if (ids.length === 0) return []
  const either = or(amongNumbers(dialect, duplicates.entry, ids), amongNumbers(dialect, duplicates.other, ids))
  return (await read.select().from(duplicates).where(either)).map(kept)
}

/** Likely duplicates of an entry that nobody has decided on, those that still show or wait. */
export async function likelyDuplicates(reading: Reading, entry: number): Promise<readonly Entry[]> {
  const open = (await pairsWith(reading, [entry])).filter(({ verdict }) => verdict === null)
  const others = open.map((pair) => (pair.entry === entry ? pair.other : pair.entry))
  if (others.length === 0) return []
  const { read, tables } = reading
  const alive = and(inArray(tables.entries.id, [entry, ...others]), inArray(tables.entries.state, [...MAY_BE_DOUBLE]))
  const rows = await read.select().from(tables.entries).where(alive)
  // What is taken back itself is like nothing any more.
  return rows.some(({ id }) => id === entry) ? rows.filter(({ id }) => id !== entry).map(entryOf) : []
}

/** The entry an entry was folded into, by however many steps; undefined where it was not. */
export async function keptFor(reading: Reading, entry: number): Promise<number | undefined> {
  let found: number | undefined
  for (let at = entry, steps = 0; steps < 8; steps += 1) {
    const pair = (await pairsWith(reading, [at])).find((one) => foldedIn(one) === at)
    if (!pair) return found
    at = pair.entry === at ? pair.other : pair.entry
    found = at
  }
  return found
}

/** The entry of a pair that was folded into the other. */
export function foldedIn({ entry, other, verdict }: Pick<KeptPair, 'entry' | 'other' | 'verdict'>): number | undefined {
  return verdict === 'other' ? entry : verdict === 'entry' ? other : undefined
}

/** Writes what people said of pairs, within the transaction of what follows from it. */
export async function writeVerdicts(
  { duplicates, likeness }: Tables,
  { db, bulk }: Writer,
  { verdicts, at }: { readonly verdicts: readonly PairVerdict[]; readonly at: number },
): Promise<void> {
  for (const { lasting: _, entry, other, ...said } of verdicts) {
    const set = { ...said, at }
    await db
      .insert(duplicates)
      .values({ entry, other, ...set })
      .onConflictDoUpdate({ target: [duplicates.entry, duplicates.other], set })
    // Kept the other way round by an engine before this one.
    await db.delete(duplicates).where(and(eq(duplicates.entry, other), eq(duplicates.other, entry)))
  }
  const lasting = verdicts.flatMap((one) => one.lasting)
  if (lasting.length > 0) await bulk(likeness, [...lasting], 'keep')
}

/** Puts the pairs found of some entries in place of those nobody decided on. */
export async function replaceOpenPairs(
  { tables: { duplicates }, dialect }: Pick<Storage, 'tables' | 'dialect'>,
  { db, bulk }: Writer,
  {
    entries,
    pairs,
  }: { readonly entries: readonly number[]; readonly pairs: readonly Omit<KeptPair, 'verdict' | 'person'>[] },
): Promise<void> {
  if (entries.length === 0) return
  const either = or(amongNumbers(dialect, duplicates.entry, entries), amongNumbers(dialect, duplicates.other, entries))
  await db.delete(duplicates).where(and(isNull(duplicates.verdict), either))
  const rows = pairs.map((pair) => ({ ...pair, verdict: null, person: null }))
  await bulk(duplicates, rows, 'keep')
}
