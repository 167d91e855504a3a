import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** A piece of long or later work, visible from asking to end. */
export interface Job {
  readonly id: number
  readonly kind: string
  readonly key: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly runAt: number
  readonly attempts: number
  /** When its worker last said it was at it; null while it waits. */
  readonly claimedAt: number | null
  readonly endedAt: number | null
  /** Why it failed last; kept on a job that ended in failure. */
  readonly error: string | null
  readonly done: number
  /** 0 where the whole is not known. */
  readonly total: number
}

type Stored = Pick<Storage, 'read' | 'tables' | 'write' | 'newIds'>

/** Puts work in the queue; asking again before it ended changes nothing, and answers false. */
export async function enqueue(
  { tables: { jobs, meta }, write, newIds }: Stored,
  asked: Pick<Job, 'kind' | 'key' | 'payload' | 'runAt'>,
): Promise<boolean> {
  const [id = 0] = await newIds(1)
  return write(async ({ db, bulk }) => {
    // On PostgreSQL this row makes two askers take turns, so that both cannot find the key free.
    await db
      .insert(meta)
      .values({ key: 'jobs', value: '' })
      .onConflictDoUpdate({ target: meta.key, set: { value: '' } })
    const [waiting] = await db
      .select({ id: jobs.id })
      .from(jobs)
      .where(and(eq(jobs.key, asked.key), isNull(jobs.endedAt)))
      .limit(1)
    if (waiting) return false
    const blank = { attempts: 0, claimedAt: null, endedAt: null, error: null, done: 0, total: 0 }
    await bulk(jobs, [{ ...blank, ...asked, id, payload: { ...asked.payload } }])
    return true
  })
}

/** Work asked for within a transaction, and how it joins what waits for the same. */
export interface JoiningJob extends Pick<Job, 'id' | 'kind' | 'key' | 'payload' | 'runAt'> {
  readonly join: (waiting: Job['payload'], asked: Job['payload']) => Record<string, unknown>
}

/** Puts work in the queue within a transaction, or adds it to a job of that key that nobody has begun; answers the number of the job. */
export async function joinJob({ jobs }: Tables, { db, bulk }: Writer, { join, ...asked }: JoiningJob): Promise<number> {
  const untouched = and(eq(jobs.key, asked.key), isNull(jobs.endedAt), isNull(jobs.claimedAt), eq(jobs.attempts, 0))
  for (const waiting of await db.select().from(jobs).where(untouched)) {
    // One that was given back half done must go on from where it was: it cannot take more in.
    if ('before' in waiting.payload) continue
    const payload = join(waiting.payload, asked.payload)
    const still = and(eq(jobs.id, waiting.id), untouched)
    const rows = await db.update(jobs).set({ payload }).where(still).returning({ id: jobs.id })
    if (rows.length > 0) return waiting.id
  }
  const blank = { attempts: 0, claimedAt: null, endedAt: null, error: null, done: 0, total: 0 }
  await bulk(jobs, [{ ...blank, ...asked, payload: { ...asked.payload } }])
  return asked.id
}

/** One job; undefined once it is forgotten. */
export async function readJob(
  { read, tables: { jobs } }: Pick<Stored, 'read' | 'tables'>,
  id: number,
): Promise<Job | undefined> {
  const [row] = await read.select().from(jobs).where(eq(jobs.id, id))
  return row
}

/** Jobs whose key begins like this and that have not ended, oldest first. */
export async function openJobs(
  { read, tables: { jobs } }: Pick<Stored, 'read' | 'tables'>,
  prefix: string,
): Promise<readonly Job[]> {
  const rows = await read.select().from(jobs).where(isNull(jobs.endedAt)).orderBy(asc(jobs.runAt), asc(jobs.id))
  return rows.filter(({ key }) => key.startsWith(prefix))
}

/** Takes the next job that is due and free, or that its worker left without a word since `staleBefore`. */
export async function claimJob(
  { read, tables: { jobs }, write }: Stored,
  {
    kinds,
    now,
    staleBefore,
    only,
  }: {
    readonly kinds: readonly string[]
    readonly now: number
    readonly staleBefore: number
    /** That job, or none. */
    readonly only?: number
  },
): Promise<Job | undefined> {
  const free = and(
    // A job of a kind only a newer engine knows is left to it.
    inArray(jobs.kind, [...kinds]),
    isNull(jobs.endedAt),
    lte(jobs.runAt, now),
    only === undefined ? undefined : eq(jobs.id, only),
    or(isNull(jobs.claimedAt), lt(jobs.claimedAt, staleBefore)),
  )
  const candidates = await read
    .select({ id: jobs.id })
    .from(jobs)
    .where(free)
    .orderBy(asc(jobs.runAt), asc(jobs.id))
    .limit(10)
  for (const { id } of candidates) {
    const set = { claimedAt: now, attempts: sql`${jobs.attempts} + 1` }
    // The condition is asked again while writing: of two workers, one finds it taken.
    const [row] = await write(({ db }) =>
      db
        .update(jobs)
        .set(set)
        .where(and(eq(jobs.id, id), free))
        .returning(),
    )
    if (row) return row
  }
  return undefined
}

/** A job as its worker holds it: number, and when it last claimed it. */
export type Held = Pick<Job, 'id' | 'claimedAt'>

/** Changes a job one holds; false when another worker has taken it over meanwhile. */
export async function changeHeldJob(
  { tables: { jobs }, write }: Stored,
  held: Held,
  set: Partial<Pick<Job, 'claimedAt' | 'endedAt' | 'error' | 'runAt' | 'done' | 'total' | 'attempts'>>,
): Promise<boolean> {
  const mine = and(eq(jobs.id, held.id), eq(jobs.claimedAt, held.claimedAt ?? 0), isNull(jobs.endedAt))
  const rows = await write(({ db }) => db.update(jobs).set(set).where(mine).returning({ id: jobs.id }))
  return rows.length > 0
}

/** The queue as people see it: what runs and waits by its time, then what ended, last first. */
export async function listJobs({ read, tables: { jobs } }: Stored, limit: number): Promise<readonly Job[]> {
  const open = await read.select().from(jobs).where(isNull(jobs.endedAt)).orderBy(asc(jobs.runAt)).limit(limit)
  const ended = await read
    .select()
    .from(jobs)
    .where(isNotNull(jobs.endedAt))
    .orderBy(desc(jobs.endedAt), desc(jobs.id))
    .limit(limit)
  return [...open, ...ended].slice(0, limit)
}

/** Keys of the jobs that have not ended. */
export async function openKeys({ read, tables: { jobs } }: Stored): Promise<ReadonlySet<string>> {
  const rows = await read.select({ key: jobs.key }).from(jobs).where(isNull(jobs.endedAt))
  return new Set(rows.map(({ key }) => key))
}

/** For when the work of a key was last asked, ended or not; null where it never was. */
export async function lastAsked({ read, tables: { jobs } }: Stored, key: string): Promise<number | null> {
  const [row] = await read
    .select({ runAt: jobs.runAt })
    .from(jobs)
    .where(eq(jobs.key, key))
    .orderBy(desc(jobs.runAt))
    .limit(1)
  return row?.runAt ?? null
}
