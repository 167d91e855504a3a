import { and, eq, lt, ne, or } from 'drizzle-orm'
import type { Storage } from '../storage.ts'

/** Who has a queue item open, since when (ms). */
export interface Claim {
  readonly person: number
  readonly at: number
}

/**
 * Takes a queue item for a person, who lets go of any other; someone else's item only when it was opened before
 * `staleBefore`, or when it is taken over. Answers who has it now.
 */
export async function takeClaim(
  { write, tables: { claims } }: Pick<Storage, 'write' | 'tables'>,
  taken: Claim & { readonly entry: number; readonly staleBefore: number; readonly takeOver: boolean },
): Promise<Claim> {
  const { entry, person, at, staleBefore, takeOver } = taken
  return write(async ({ db }) => {
    await db.delete(claims).where(and(eq(claims.person, person), ne(claims.entry, entry)))
    const setWhere = takeOver ? undefined : or(eq(claims.person, person), lt(claims.at, staleBefore))
    await db
      .insert(claims)
      .values({ entry, person, at })
      .onConflictDoUpdate({ target: claims.entry, set: { person, at }, ...(setWhere ? { setWhere } : {}) })
    const [holder] = await db.select().from(claims).where(eq(claims.entry, entry))
    return holder ?? { person, at }
  })
}
