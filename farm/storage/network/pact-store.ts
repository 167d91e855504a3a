import { asc } from 'drizzle-orm'
import type { Pact } from '../../../pipeline/model/pact.ts'
import type { Storage, Writer } from '../storage.ts'

/** Every pact, in force or not, oldest first. */
export async function readPacts({ read, tables: { pacts } }: Pick<Storage, 'read' | 'tables'>): Promise<Pact[]> {
  return await read.select().from(pacts).orderBy(asc(pacts.id))
}

/** Writes a pact, new or changed. */
export async function putPact({ tables: { pacts } }: Storage, { db }: Writer, pact: Pact): Promise<void> {
  await db.insert(pacts).values(pact).onConflictDoUpdate({ target: pacts.id, set: pact })
}
