import { and, asc, eq, sql } from 'drizzle-orm'
import type { Changes } from '../../../pipeline/ports.ts'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** State of the rows that say "this entry moved", until somebody has looked which webhooks are to be told. */
const NOTICED = 'noticed'

/**
 * Notes, within the transaction that moves them, that entries came to sites, changed there or left; nothing where no webhook asks. One
 * row for each entry, under its own number made negative, so that no number need be reserved and a thousand moves are one row.
 */
export async function noticeMoved(
  { webhooks, webhookMessages }: Tables,
  { db, bulk }: Writer,
  { entries, at }: { readonly entries: readonly number[]; readonly at: number },
): Promise<void> {
  if (entries.length === 0) return
  const asking = await db.select({ id: webhooks.id }).from(webhooks).limit(1)
  if (asking.length === 0) return
  // In one order, so that two transactions never wait for each other.
  const rows = [...new Set(entries)].sort((a, b) => a - b).map((entry) => noticeOf(entry, at))
  await bulk(webhookMessages, rows, 'on conflict (id) do update set attempts = webhook_messages.attempts + 1')
}

function noticeOf(entry: number, at: number) {
  const blank = { webhook: 0, kind: NOTICED, body: {}, state: NOTICED, attempts: 0, nextAt: at, createdAt: at }
  return { ...blank, id: -entry, entry, lastAt: null, status: null, answer: null }
}

/** The entries a step moves on sites, or takes back. */
export function movedBy({ deliveries, touches, untouched, updated }: Changes): readonly number[] {
  const gone = updated.flatMap(({ entry }) =>
    entry.liveRevision === null && entry.publishedAt !== null ? entry.id : [],
  )
  return [...[...deliveries, ...touches, ...untouched].map((one) => one.entry), ...gone]
}

/** An entry that moved, as it was noted. */
export interface Notice {
  readonly entry: number
  /** How often it moved again since the first time. */
  readonly again: number
}

/** Entries that moved and that nobody has looked at yet, the longest waiting first. */
export async function readNotices(
  { read, tables: { webhookMessages } }: Pick<Storage, 'read' | 'tables'>,
  limit: number,
): Promise<readonly Notice[]> {
  const { entry, attempts, state, nextAt, id } = webhookMessages
  const rows = await read
    .select({ entry, again: attempts })
    .from(webhookMessages)
    .where(eq(state, NOTICED))
    .orderBy(asc(nextAt), asc(id))
    .limit(limit)
  return rows.flatMap((row) => (row.entry === null ? [] : [{ entry: row.entry, again: row.again }]))
}

/** Strikes a notice out; false when the entry has moved again since it was read, or somebody else has dealt with it. */
export async function strikeNotice(
  { webhookMessages }: Tables,
  { db }: Writer,
  { entry, again }: Notice,
): Promise<boolean> {
  const same = and(eq(webhookMessages.id, -entry), eq(webhookMessages.attempts, again))
  const rows = await db.delete(webhookMessages).where(same).returning({ id: webhookMessages.id })
  return rows.length > 0
}

/** Condition "this row is a message", which notices are not. */
export function isMessage({ webhookMessages }: Tables) {
  return sql`${webhookMessages.id} > 0`
}
