import { eq, sql } from 'drizzle-orm'
import type { Storage } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

const BLOCK = 1_000
const AHEAD = 10

/**
 * Hands out numbers from blocks reserved in `meta` (hi/lo): rows know their number before they are inserted, two
 * processes never meet, and a batch costs one statement. Numbers left in a block at a stop are lost, not reused.
 */
export function idReserve(write: Storage['write'], { meta }: Tables): Storage['newIds'] {
  let free: { next: number; end: number } = { next: 0, end: 0 }
  let reserving: Promise<void> = Promise.resolve()

  async function reserve(count: number): Promise<void> {
    // Who asks for many asks again: an import takes a few thousand with each chunk.
    const size = Math.max(BLOCK, count * AHEAD)
    const end = await write(async ({ db }) => {
      await db.insert(meta).values({ key: 'ids', value: '1' }).onConflictDoNothing()
      const next = sql<string>`cast(cast(${meta.value} as bigint) + ${size} as text)`
      const rows = await db
        .update(meta)
        .set({ value: next })
        .where(eq(meta.key, 'ids'))
        .returning({ value: meta.value })
      return Number(rows[0]?.value)
    })
    free = { next: end - size, end }
  }

  return async (count) => {
    while (free.end - free.next < count) {
      reserving = reserving.then(() => (free.end - free.next < count ? reserve(count) : undefined))
      await reserving
    }
    const first = free.next
    free = { next: first + count, end: free.end }
    return Array.from({ length: count }, (_, i) => first + i)
  }
}
