import { and, count, eq, exists, inArray, isNotNull, isNull, ne, not, or, type SQL, sql } from 'drizzle-orm'
import type { Storage } from '../storage.ts'

/** What waits for one person at one step of review. */
export interface Waiting {
  /** `proof-read` is the first of two steps, `moderate` the last, or only, one. */
  readonly step: 'proof-read' | 'moderate'
  /** Organisations whose entries the person may decide on at this step. */
  readonly organisations: readonly string[]
  /** Kinds that go through two steps, by organisation. */
  readonly twoStep: readonly { readonly organisation: string; readonly serviceTypes: readonly string[] }[]
  readonly person: number | null
  /** Organisations that let one person write and decide alone. */
  readonly alone: readonly string[]
}

/** Condition "this entry waits for that person at that step": never their own, nor what they proof-read or, once public, changed themselves. */
export function isWaiting({ read, tables }: Pick<Storage, 'read' | 'tables'>, waiting: Waiting): SQL | undefined {
  const { entries, decisions, revisions } = tables
  const first = and(eq(entries.review, 'submitted'), inTwoSteps(tables, waiting))
  const seen = and(
    eq(decisions.entry, entries.id),
    eq(decisions.revision, entries.workingRevision),
    eq(decisions.verdict, 'approve'),
    eq(decisions.person, waiting.person ?? 0),
  )
  const own = and(
    eq(revisions.id, entries.workingRevision),
    eq(revisions.author, waiting.person ?? 0),
    isNotNull(entries.publishedAt),
  )
  const others = or(
    inArray(entries.organisation, [...waiting.alone]),
    and(
      or(isNull(entries.author), ne(entries.author, waiting.person ?? 0)),
      not(exists(read.select({ entry: decisions.entry }).from(decisions).where(seen))),
      waiting.step === 'moderate'
        ? not(exists(read.select({ id: revisions.id }).from(revisions).where(own)))
        : undefined,
    ),
  )
  const there =
    waiting.step === 'proof-read'
      ? first
      : or(eq(entries.review, 'proofread'), and(eq(entries.review, 'submitted'), not(inTwoSteps(tables, waiting))))
  return and(inArray(entries.organisation, [...waiting.organisations]), there, others)
}

function inTwoSteps({ entries }: Storage['tables'], { twoStep }: Waiting): SQL {
  const byKinds = Map.groupBy(twoStep, (one) => one.serviceTypes.join(' '))
  const pairs = [...byKinds.values()].map((group) =>
    and(
      inArray(
        entries.organisation,
        group.map((one) => one.organisation),
      ),
      inArray(entries.serviceType, [...(group[0]?.serviceTypes ?? [])]),
    ),
  )
  return or(...pairs) ?? sql`1 = 0`
}

/** How much waits, by kind and organisation. */
export async function waitingGroups(
  storage: Pick<Storage, 'read' | 'tables'>,
  waiting: Waiting,
): Promise<readonly { readonly serviceType: string; readonly organisation: string; readonly total: number }[]> {
  const { serviceType, organisation } = storage.tables.entries
  return storage.read
    .select({ serviceType, organisation, total: count() })
    .from(storage.tables.entries)
    .where(isWaiting(storage, waiting))
    .groupBy(serviceType, organisation)
}
