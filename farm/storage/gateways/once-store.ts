import { and, eq, lt } from 'drizzle-orm'
import type { Storage } from '../storage.ts'

type Stored = Pick<Storage, 'read' | 'write' | 'tables'>

/** A request that is to be answered once, however often it is sent. */
export interface OnceAsked {
  /** The partner's key. */
  readonly key: number
  /** What the client calls it: its `Idempotency-Key`. */
  readonly once: string
  /** Digest of all that it asks. */
  readonly request: string
}

/** What stands under such a name: nothing until now, the answer it got, one still being made, or another request. */
export type OnceFound =
  | { readonly kind: 'first' }
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'other' }

const UNDER_WAY = 0

/** Takes the name for this request, or tells what stands under it; whoever has been at it since `staleBefore` is dead. */
export async function takeOnce(
  { write, tables: { onceAnswers } }: Stored,
  { key, once, request }: OnceAsked,
  { now, staleBefore }: { readonly now: number; readonly staleBefore: number },
): Promise<OnceFound> {
  const mine = and(eq(onceAnswers.key, key), eq(onceAnswers.once, once))
  return write(async ({ db }) => {
    const blank = { key, once, request, status: UNDER_WAY, body: '', at: now }
    const made = await db.insert(onceAnswers).values(blank).onConflictDoNothing().returning({ key: onceAnswers.key })
    if (made.length > 0) return { kind: 'first' }
    const dead = and(mine, eq(onceAnswers.status, UNDER_WAY), lt(onceAnswers.at, staleBefore))
    const [row] = await db.select().from(onceAnswers).where(mine)
    if (!row || row.request !== request) return { kind: 'other' }
    if (row.status !== UNDER_WAY) return { kind: 'answered', status: row.status, body: row.body }
    const taken = await db.update(onceAnswers).set({ at: now }).where(dead).returning({ key: onceAnswers.key })
    return taken.length > 0 ? { kind: 'first' } : { kind: 'under-way' }
  })
}

/** Keeps the answer of a request for who repeats it. */
export async function keepOnce(
  { write, tables: { onceAnswers } }: Stored,
  { key, once }: Pick<OnceAsked, 'key' | 'once'>,
  answer: { readonly status: number; readonly body: string; readonly at: number },
): Promise<void> {
  const mine = and(eq(onceAnswers.key, key), eq(onceAnswers.once, once))
  await write(async ({ db }) => void (await db.update(onceAnswers).set(answer).where(mine)))
}

/** Lets go of a name whose request failed for a reason of ours: it may be tried again. */
export async function releaseOnce(
  { write, tables: { onceAnswers } }: Stored,
  { key, once }: Pick<OnceAsked, 'key' | 'once'>,
): Promise<void> {
  const open = and(eq(onceAnswers.key, key), eq(onceAnswers.once, once), eq(onceAnswers.status, UNDER_WAY))
  await write(async ({ db }) => void (await db.delete(onceAnswers).where(open)))
}
