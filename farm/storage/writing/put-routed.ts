import { eq, like, sql } from 'drizzle-orm'
import type { Changes } from '../../../pipeline/ports.ts'
import { allDone } from '../all-done.ts'
import { amongNumbers } from '../among.ts'
import { forgetTerms } from '../entries/held-terms.ts'
import { replaceTerms } from '../entries/replace-terms.ts'
import { noticeMoved } from '../gateways/webhook-notices.ts'
import type { Storage, Writer } from '../storage.ts'
import { AS_DECIDED } from './commit.ts'

/** What routing some entries again decided, with what it was decided on. */
export interface Routed extends Pick<Changes, 'deliveries' | 'terms' | 'searchable'> {
  /** Version each entry had. */
  readonly versions: ReadonlyMap<number, number>
  /** Stamp of the rules, as `stampOf` gives it. */
  readonly stamp: string
  /** The job at work and what it is to remember, once this is written. */
  readonly job?: { readonly id: number; readonly payload: () => Promise<Record<string, unknown>> }
  /** Whether what comes before it was written: where not, this is not either. */
  readonly before?: Promise<boolean>
}

/** From so many on it is worth another thread's while. */
const MANY = 300
const NONE: ReadonlySet<number> = new Set()

/** What became of it: sites whose lists moved; or nothing was written, because rules or an entry moved on meanwhile. */
export type Put = { readonly kind: 'written'; readonly sites: readonly string[] } | { readonly kind: 'outdated' }

/**
 * Writes what routing decided, with the place its job has reached, in one transaction; nothing at all where the rules changed since it
 * was decided, or one of the entries did, or what comes before it was not written: it is to be decided again.
 */
export async function putRouted(storage: Storage, routed: Routed): Promise<Put> {
  const { deliveries, terms, searchable, job, before } = routed
  const { tables, search } = storage
  const write = deliveries.length + terms.length < MANY ? storage.write : storage.writeMany
  // Section by section, as the index of lists stands: its pages are then met one after the other.
  const rows = deliveries.toSorted((a, b) => a.subscription - b.subscription || a.sortAt - b.sortAt)
  try {
    await write(async (writer) => {
      const holding = stillHolds(storage, writer, routed)
      await allDone([
        holding,
        writer.bulk(tables.deliveries, rows, AS_DECIDED),
        replaceTerms(tables, writer, { terms, fresh: NONE }),
        search.put(writer, searchable, NONE),
        noticeMoved(tables, writer, { entries: deliveries.map((one) => one.entry), at: rows[0]?.updatedAt ?? 0 }),
      ])
      if (!(await holding) || (await before) === false) throw new Outdated()
      if (job) await remember(storage, writer, job)
    })
  } catch (error) {
    if (error instanceof Outdated) return { kind: 'outdated' }
    throw error
  }
  forgetTerms(
    storage,
    terms.map((one) => one.entry),
  )
  return { kind: 'written', sites: [...new Set(deliveries.map((one) => one.site))] }
}

/** Undoes what was sent together with the question whether it still holds. */
class Outdated extends Error {}

/** Stamp of the rules, of the values of `meta` by part: it changes whenever sites, themes or territories did. */
export function stampOf(parts: ReadonlyMap<string, string>): string {
  const said = [...parts].filter(([, value]) => value !== '')
  return said
    .map(([part, value]) => `${part} ${value}`)
    .sort()
    .join(', ')
}

// On PostgreSQL a change of the rules now waits for this transaction, or this one for the change.
async function heldStamp({ tables: { meta }, dialect }: Storage, db: Writer['db']): Promise<string> {
  const stamps = like(meta.key, 'changed:%')
  const rows = await db
    .select()
    .from(meta)
    .where(dialect === 'postgres' ? sql`${stamps} for share` : stamps)
  return stampOf(new Map(rows.map(({ key, value }) => [key.slice('changed:'.length), value])))
}

async function stillHolds(storage: Storage, { db }: Writer, { versions, stamp }: Routed): Promise<boolean> {
  const { entries } = storage.tables
  const ids = [...versions.keys()]
  const which = amongNumbers(storage.dialect, entries.id, ids)
  // On PostgreSQL a correction or a withdrawal now waits for this transaction, and will find what it wrote.
  const held = storage.dialect === 'postgres' ? sql`${which} for share` : which
  const { id, version, state } = entries
  const [current, rows] = await Promise.all([
    heldStamp(storage, db),
    ids.length === 0 ? [] : db.select({ id, version, state }).from(entries).where(held),
  ])
  const same = rows.filter((row) => row.state === 'published' && versions.get(row.id) === row.version)
  return current === stamp && same.length === ids.length
}

async function remember(
  { tables: { jobs } }: Storage,
  { db }: Writer,
  { id, payload }: NonNullable<Routed['job']>,
): Promise<void> {
  await db
    .update(jobs)
    .set({ payload: await payload() })
    .where(eq(jobs.id, id))
}
