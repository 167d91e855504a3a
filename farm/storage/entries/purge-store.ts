import { and, isNotNull, isNull, lt, or } from 'drizzle-orm'
import type { Storage } from '../storage.ts'

const DAY = 86_400_000

/** Forgets what is of no more use: sign-in attempts of a day ago, dead tickets, sessions over or ended for a month, jobs ended for two days, failed ones for a month. */
export async function purge({ tables, write }: Pick<Storage, 'tables' | 'write'>, now: number): Promise<void> {
  const { attempts, tickets, sessions, jobs } = tables
  const month = now - 30 * DAY
  await write(async ({ db }) => {
    await db.delete(attempts).where(lt(attempts.at, now - DAY))
    await db.delete(tickets).where(lt(tickets.expiresAt, now - DAY))
    await db.delete(sessions).where(or(lt(sessions.expiresAt, month), lt(sessions.revokedAt, month)))
    const succeeded = and(isNull(jobs.error), lt(jobs.endedAt, now - 2 * DAY))
    await db.delete(jobs).where(or(succeeded, and(isNotNull(jobs.error), lt(jobs.endedAt, month))))
  })
}
