import { asc, sql } from 'drizzle-orm'
import type { Organisation } from '../../pipeline/model/organisation.ts'
import type { Site, Subscription } from '../../pipeline/model/site.ts'
import { known } from './entry-rows.ts'
import type { Storage, Writer } from './storage.ts'
import type { Tables } from './tables.ts'

/** Organisations, sites and subscriptions as they stand. */
export interface Network {
  readonly organisations: readonly Organisation[]
  readonly sites: readonly Site[]
  readonly subscriptions: readonly Subscription[]
}

/** Reads the whole network: a few hundred rows, kept in memory by the farm. */
export async function readNetwork({ read, tables }: Pick<Storage, 'read' | 'tables'>): Promise<Network> {
  const organisations = await read.select().from(tables.organisations).orderBy(asc(tables.organisations.name))
  const sites = await read.select().from(tables.sites).orderBy(asc(tables.sites.name))
  const subscriptions = await read.select().from(tables.subscriptions).orderBy(asc(tables.subscriptions.position))
  return {
    organisations: organisations.map((row) => ({
      ...row,
      kind: known(['national', 'regional', 'departmental', 'local', 'partner'], row.kind),
    })),
    sites: sites.map((row) => ({
      ...row,
      kind: known(['portal', 'workshop'], row.kind),
      visibility: known(['public', 'private'], row.visibility),
    })),
    subscriptions: subscriptions.map((row) => ({ ...row, mode: known(['automatic', 'confirm'], row.mode) })),
  }
}

/** Adds or replaces organisations, sites and subscriptions (by their ids, and by site and slug). */
export async function putNetwork(
  { tables }: { tables: Tables },
  { db }: Writer,
  network: Network & { readonly now: number },
): Promise<void> {
  for (const one of network.organisations)
    await db.insert(tables.organisations).values(one).onConflictDoUpdate({ target: tables.organisations.id, set: one })
  for (const one of network.sites) {
    const row = { ...one, hosts: [...one.hosts], languages: [...one.languages], createdAt: network.now }
    const { createdAt: _, ...set } = row
    await db.insert(tables.sites).values(row).onConflictDoUpdate({ target: tables.sites.id, set })
  }
  const target = [tables.subscriptions.site, tables.subscriptions.slug]
  for (const one of network.subscriptions) {
    const { id: _, ...set } = one
    await db.insert(tables.subscriptions).values(one).onConflictDoUpdate({ target, set })
  }
}

/** Reads one farm-wide value. */
export async function readMeta(
  { read, tables }: Pick<Storage, 'read' | 'tables'>,
  key: string,
): Promise<string | null> {
  const rows = await read.select().from(tables.meta).where(sql`${tables.meta.key} = ${key}`)
  return rows[0]?.value ?? null
}

/** Writes one farm-wide value. */
export async function writeMeta(
  { tables }: { tables: Tables },
  { db }: Writer,
  { key, value }: { key: string; value: string },
): Promise<void> {
  await db.insert(tables.meta).values({ key, value }).onConflictDoUpdate({ target: tables.meta.key, set: { value } })
}
