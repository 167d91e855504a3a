import { asc, sql } from 'drizzle-orm'
import type { Condition } from '../../pipeline/model/condition.ts'
import type { LocalText } from '../../pipeline/model/local-text.ts'
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
  const subscriptions = await readSubscriptions({ read, tables })
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
    subscriptions,
  }
}

// A changed site has the whole network read again: of a thousand requests all but a few were read, and understood, before.
async function readSubscriptions({ read, tables }: Pick<Storage, 'read' | 'tables'>): Promise<Subscription[]> {
  const { id, site, slug, mode, position, label, when } = tables.subscriptions
  const texts = { label: sql<string>`cast(${label} as text)`, when: sql<string>`cast(${when} as text)` }
  const rows = await read
    .select({ id, site, slug, mode, position, ...texts })
    .from(tables.subscriptions)
    .orderBy(asc(position))
  return rows.map((row) => ({
    ...row,
    mode: known(['automatic', 'confirm'], row.mode),
    label: understand(labels, row.label),
    when: understand(conditions, row.when),
  }))
}

const MOST_UNDERSTOOD = 50_000
const labels = new Map<string, LocalText>()
const conditions = new Map<string, Condition>()

function understand<T>(known: Map<string, T>, json: string): T {
  if (known.size > MOST_UNDERSTOOD) known.clear()
  return known.getOrInsertComputed(json, () => JSON.parse(json))
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
