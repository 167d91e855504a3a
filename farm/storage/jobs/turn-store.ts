import { sql } from 'drizzle-orm'
import type { Storage } from '../storage.ts'

/** Where a key stands in its minute, counting what all processes took. */
export interface SharedMinute {
  /** When it began, in milliseconds. */
  readonly from: number
  readonly taken: number
}

/** Takes so many turns of a key at once; the first to come after a minute is over begins another. */
export async function takeTurns(
  { write, tables: { partnerTurns } }: Pick<Storage, 'write' | 'tables'>,
  { key, at, count }: { readonly key: number; readonly at: number; readonly count: number },
): Promise<SharedMinute> {
  // A clock that was put back must not close a key for hours.
  const over = sql`(${partnerTurns.minute} <= ${at - MINUTE} or ${partnerTurns.minute} > ${at + MINUTE})`
  const [row] = await write(({ db }) =>
    db
      .insert(partnerTurns)
      .values({ key, minute: at, taken: count })
      .onConflictDoUpdate({
        target: partnerTurns.key,
        set: {
          minute: sql`case when ${over} then ${at} else ${partnerTurns.minute} end`,
          taken: sql`case when ${over} then ${count} else ${partnerTurns.taken} + ${count} end`,
        },
      })
      .returning(),
  )
  return { from: row?.minute ?? at, taken: row?.taken ?? count }
}

const MINUTE = 60_000
