import { and, asc, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import type { Storage } from '../storage.ts'

/** An outside system or body that an organisation lets in. Instants in milliseconds. */
export interface Partner {
  readonly id: number
  readonly organisation: string
  readonly name: string
  readonly contact: string
  readonly person: number | null
  readonly createdAt: number
  readonly revokedAt: number | null
}

/** A key of a partner; what opens with it is kept nowhere. */
export interface PartnerKey {
  readonly id: number
  readonly partner: number
  /** First characters of the key, by which people tell it from others. */
  readonly hint: string
  /** What it may do, as `readGrants` reads it. */
  readonly scopes: readonly string[]
  readonly perMinute: number
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly lastUsedAt: number | null
  readonly revokedAt: number | null
}

type Reading = Pick<Storage, 'read' | 'tables'>
type Writing = Pick<Storage, 'write' | 'tables'>

/** One partner. */
export async function readPartner({ read, tables }: Reading, id: number): Promise<Partner | undefined> {
  const [row] = await read.select().from(tables.partners).where(eq(tables.partners.id, id))
  return row
}

/** Partners of these organisations by name, those let go last. */
export async function listPartners(
  { read, tables: { partners } }: Reading,
  organisations: readonly string[],
): Promise<readonly Partner[]> {
  if (organisations.length === 0) return []
  const rows = await read
    .select()
    .from(partners)
    .where(inArray(partners.organisation, [...organisations]))
    .orderBy(asc(partners.name), asc(partners.id))
  return rows.sort((a, b) => Number(a.revokedAt !== null) - Number(b.revokedAt !== null))
}

/** Partners by number. */
export async function partnersById(
  { read, tables: { partners } }: Reading,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Partner>> {
  if (ids.length === 0) return new Map()
  const rows = await read
    .select()
    .from(partners)
    .where(inArray(partners.id, [...ids]))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Whether a body already lets someone of that name in. */
export async function partnerNamed(
  { read, tables: { partners } }: Reading,
  { organisation, name }: Pick<Partner, 'organisation' | 'name'>,
): Promise<boolean> {
  const rows = await read
    .select({ id: partners.id })
    .from(partners)
    .where(and(eq(partners.organisation, organisation), eq(partners.name, name), isNull(partners.revokedAt)))
  return rows.length > 0
}

/** Adds a partner. */
export async function addPartner({ write, tables }: Writing, partner: Partner): Promise<void> {
  await write(({ bulk }) => bulk(tables.partners, [partner]))
}

/** Lets a partner go: its keys open nothing from this very moment, and its webhooks rest. */
export async function endPartner({ write, tables }: Writing, id: number, at: number): Promise<void> {
  const { partners, partnerKeys, webhooks } = tables
  await write(async ({ db }) => {
    await db.update(partners).set({ revokedAt: at }).where(eq(partners.id, id))
    await db
      .update(partnerKeys)
      .set({ revokedAt: at })
      .where(and(eq(partnerKeys.partner, id), isNull(partnerKeys.revokedAt)))
    await db.update(webhooks).set({ state: 'paused' }).where(eq(webhooks.partner, id))
  })
}

/** Keys of these partners, the latest last. */
export async function keysOf(
  { read, tables: { partnerKeys } }: Reading,
  partners: readonly number[],
): Promise<readonly PartnerKey[]> {
  if (partners.length === 0) return []
  const rows = await read
    .select()
    .from(partnerKeys)
    .where(inArray(partnerKeys.partner, [...partners]))
    .orderBy(asc(partnerKeys.id))
  return rows.map(keyOf)
}

/** A key in force by the digest of what opens it, with its partner. */
export function keyByDigest(reading: Reading, digest: string): Promise<HeldKey | undefined> {
  return keyWhere(reading, eq(reading.tables.partnerKeys.digest, digest))
}

/** The key of this number, with its partner. */
export function keyById(reading: Reading, id: number): Promise<HeldKey | undefined> {
  return keyWhere(reading, eq(reading.tables.partnerKeys.id, id))
}

/** A key and whose it is. */
export interface HeldKey {
  readonly key: PartnerKey
  readonly partner: Partner
}

async function keyWhere({ read, tables: { partnerKeys, partners } }: Reading, condition: SQL) {
  const [row] = await read
    .select({ key: partnerKeys, partner: partners })
    .from(partnerKeys)
    .innerJoin(partners, eq(partners.id, partnerKeys.partner))
    .where(condition)
  return row && { key: keyOf(row.key), partner: row.partner }
}

/** Keeps a new key by its digest. */
export async function addKey({ write, tables }: Writing, key: PartnerKey & { readonly digest: string }): Promise<void> {
  await write(({ bulk }) => bulk(tables.partnerKeys, [{ ...key, scopes: [...key.scopes] }]))
}

/** Ends a key. */
export async function endKey({ write, tables: { partnerKeys } }: Writing, id: number, at: number): Promise<void> {
  const open = and(eq(partnerKeys.id, id), isNull(partnerKeys.revokedAt))
  await write(async ({ db }) => void (await db.update(partnerKeys).set({ revokedAt: at }).where(open)))
}

function keyOf({ digest: _, ...row }: Reading['tables']['partnerKeys']['$inferSelect']): PartnerKey {
  return row
}
