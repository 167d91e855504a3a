import { and, asc, eq, getColumns, sql } from 'drizzle-orm'
import type { Condition } from '../../../pipeline/model/condition.ts'
import type { LocalText } from '../../../pipeline/model/local-text.ts'
import type { Organisation } from '../../../pipeline/model/organisation.ts'
import type { Pact } from '../../../pipeline/model/pact.ts'
import type { Arrangement, Site, Subscription } from '../../../pipeline/model/site.ts'
import { allDone } from '../all-done.ts'
import { known } from '../entry-rows.ts'
import type { OnConflict, Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'
import { readPacts } from './pact-store.ts'

/** Organisations, sites and subscriptions as they stand. */
export interface Network {
  readonly organisations: readonly Organisation[]
  readonly sites: readonly Site[]
  readonly subscriptions: readonly Subscription[]
  readonly pacts: readonly Pact[]
}

/** Reads the whole network: a few hundred rows, kept in memory by the farm. */
export async function readNetwork({ read, tables }: Pick<Storage, 'read' | 'tables'>): Promise<Network> {
  const [organisations, sites, subscriptions, pacts] = await Promise.all([
    read.select().from(tables.organisations).orderBy(asc(tables.organisations.name)),
    read.select().from(tables.sites),
    readSubscriptions({ read, tables }),
    readPacts({ read, tables }),
  ])
  return {
    organisations: organisations.map((row) => ({
      ...row,
      kind: known(['national', 'regional', 'departmental', 'local', 'partner'], row.kind),
    })),
    sites: inOrder(
      sites.map((row) => ({
        ...row,
        kind: known(['portal', 'workshop'], row.kind),
        visibility: known(['public', 'private'], row.visibility),
      })),
    ),
    subscriptions,
    pacts,
  }
}

/** The network with a new site and its services, as reading it again would give it. */
export function withSite(network: Network, { site, subscriptions }: NewSite): Network {
  return {
    ...network,
    sites: inOrder([...network.sites, site]),
    subscriptions: [...network.subscriptions, ...subscriptions],
  }
}

/** A site that was not there before, with its services in their order. */
export interface NewSite {
  readonly site: Site
  readonly subscriptions: readonly Subscription[]
}

const alphabet = new Intl.Collator('fr')

function inOrder(sites: readonly Site[]): readonly Site[] {
  return sites.toSorted((one, other) => alphabet.compare(one.name, other.name))
}

// A changed site has the whole network read again: of a thousand requests all but a few were read, and understood, before.
async function readSubscriptions({ read, tables }: Pick<Storage, 'read' | 'tables'>): Promise<Subscription[]> {
  const { id, site, slug, mode, position, label, when, arrangement } = tables.subscriptions
  const texts = {
    label: sql<string>`cast(${label} as text)`,
    when: sql<string>`cast(${when} as text)`,
    arrangement: sql<string | null>`cast(${arrangement} as text)`,
  }
  const rows = await read
    .select({ id, site, slug, mode, position, ...texts })
    .from(tables.subscriptions)
    .orderBy(asc(position))
  return rows.map((row) => ({
    ...row,
    mode: known(['automatic', 'confirm'], row.mode),
    label: understand(labels, row.label),
    when: understand(conditions, row.when),
    arrangement: row.arrangement === null ? null : understand(arrangements, row.arrangement),
  }))
}

const MOST_UNDERSTOOD = 50_000
const labels = new Map<string, LocalText>()
const conditions = new Map<string, Condition>()
const arrangements = new Map<string, Arrangement | null>()

function understand<T>(known: Map<string, T>, json: string): T {
  if (known.size > MOST_UNDERSTOOD) known.clear()
  return known.getOrInsertComputed(json, () => JSON.parse(json))
}

/** Adds or replaces organisations, sites and subscriptions (by their ids, and by site and slug). */
export async function putNetwork(
  { tables: { organisations, sites, subscriptions } }: { tables: Tables },
  { bulk }: Writer,
  network: Omit<Network, 'pacts'> & { readonly now: number },
): Promise<void> {
  const createdAt = network.now
  const rows = network.sites.map((one) => ({ ...one, hosts: [...one.hosts], languages: [...one.languages], createdAt }))
  await allDone([
    bulk(organisations, network.organisations, replacing(organisations, { by: ['id'] })),
    bulk(sites, rows, replacing(sites, { by: ['id'], keep: ['created_at'] })),
    bulk(subscriptions, network.subscriptions, replacing(subscriptions, { by: ['site', 'slug'], keep: ['id'] })),
  ])
}

function replacing(
  table: Tables[keyof Tables],
  { by, keep = [] }: { readonly by: readonly string[]; readonly keep?: readonly string[] },
): OnConflict {
  const names = Object.values(getColumns(table)).map((column) => column.name)
  const set = names.filter((name) => !by.includes(name) && !keep.includes(name))
  return `on conflict (${by.join(', ')}) do update set ${set.map((name) => `"${name}" = excluded."${name}"`).join(', ')}`
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

/** Writes one farm-wide value, and tells whether it was until then what the caller knew it to be. */
export async function exchangeMeta(
  storage: { tables: Tables },
  writer: Writer,
  { key, value, was }: { key: string; value: string; was: string },
): Promise<boolean> {
  const { meta } = storage.tables
  const still = and(eq(meta.key, key), eq(meta.value, was))
  const rows = await writer.db.update(meta).set({ value }).where(still).returning({ key: meta.key })
  if (rows.length === 0) await writeMeta(storage, writer, { key, value })
  return rows.length > 0
}
