import { and, count, desc, eq, isNull } from 'drizzle-orm'
import type { Storage } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** A key of a feed reader as it is stored; of the key itself only a digest. */
export type StoredReaderKey = Tables['readerKeys']['$inferSelect']

type Reading = Pick<Storage, 'read' | 'tables'>
type Writing = Pick<Storage, 'write' | 'tables'>

/** Keeps a new key. */
export async function addReaderKey({ write, tables }: Writing, key: StoredReaderKey): Promise<void> {
  await write(async ({ db }) => {
    await db.insert(tables.readerKeys).values(key)
  })
}

/** The key of that digest that opens that place and was not taken back. */
export async function readerKeyOf(
  { read, tables: { readerKeys } }: Reading,
  { digest, site }: { readonly digest: string; readonly site: string },
): Promise<StoredReaderKey | undefined> {
  const [row] = await read
    .select()
    .from(readerKeys)
    .where(and(eq(readerKeys.digest, digest), eq(readerKeys.site, site), isNull(readerKeys.revokedAt)))
  return row
}

/** The keys of a person that were not taken back, the newest first. */
export async function readerKeysOf(
  { read, tables: { readerKeys } }: Reading,
  person: number,
): Promise<readonly StoredReaderKey[]> {
  return read
    .select()
    .from(readerKeys)
    .where(and(eq(readerKeys.person, person), isNull(readerKeys.revokedAt)))
    .orderBy(desc(readerKeys.createdAt), desc(readerKeys.id))
}

/** How many keys a person has. */
export async function countReaderKeys({ read, tables: { readerKeys } }: Reading, person: number): Promise<number> {
  const own = and(eq(readerKeys.person, person), isNull(readerKeys.revokedAt))
  const [row] = await read.select({ keys: count() }).from(readerKeys).where(own)
  return row?.keys ?? 0
}

/** Notes that a key was used. */
export async function touchReaderKey(
  { write, tables }: Writing,
  { id, at }: { id: number; at: number },
): Promise<void> {
  await write(async ({ db }) => {
    await db.update(tables.readerKeys).set({ lastUsedAt: at }).where(eq(tables.readerKeys.id, id))
  })
}

/** Takes a key of that person back. */
export async function revokeReaderKeyOf(
  { write, tables: { readerKeys } }: Writing,
  { id, person, at }: { readonly id: number; readonly person: number; readonly at: number },
): Promise<void> {
  const own = and(eq(readerKeys.id, id), eq(readerKeys.person, person), isNull(readerKeys.revokedAt))
  await write(async ({ db }) => {
    await db.update(readerKeys).set({ revokedAt: at }).where(own)
  })
}
