import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { drizzle } from 'drizzle-orm/sqlite-proxy'
import { bulkInsert } from '../bulk-insert.ts'
import type { Database, Writer } from '../storage.ts'

/** What the thread is asked, in the order it is to be done. */
export type Asked =
  /** The transaction before may just have been committed, or may not: whoever wrote between the two is told of at the next `overtaken`. */
  | { readonly kind: 'begin'; readonly behind: boolean }
  /** Ends it one way or the other: one that cannot be committed is rolled back. */
  | { readonly kind: 'commit' | 'rollback' | 'stop' }
  /** Whether somebody else has written since its last transaction. */
  | { readonly kind: 'overtaken' }
  /** So many rows, column by column: not answered, but where they fail the transaction cannot be committed. */
  | { readonly kind: 'bulk'; readonly text: string; readonly rows: number; readonly columns: readonly Sent[] }
  | {
      readonly kind: 'ask'
      readonly text: string
      readonly values: readonly unknown[]
      readonly how: 'all' | 'get' | 'run'
      readonly arrays: boolean
    }

/** What rows have in a column: a value of each, or the same in all, which travels once. */
export type Sent = { readonly each: readonly unknown[] } | { readonly all: unknown }

/** Transactions written in a thread of their own, which lives while much is written. */
export interface ThreadedWriting {
  /**
   * Runs the work in a transaction, which `committing` ends: nobody else may write in this process meanwhile, but the next of these, whose
   * turn has come once all of this one is `sent`.
   */
  transaction<T>(work: (writer: Writer) => Promise<T>, ending: { committing: Committing; sent: () => void }): Promise<T>
  stop(): Promise<void>
}

/** Ends a transaction: `overtaken` answers whether others wrote since it was committed. */
export type Committing = (commit: () => Promise<unknown>, overtaken: () => Promise<boolean>) => Promise<void>

const LINGER = 10_000

/**
 * Whoever writes thousands of rows would keep everybody in this process waiting, themselves included, who could prepare what comes next.
 * The rows travel to the thread by messages; statements sent together are run in their order, as on PostgreSQL. Rows are not waited for:
 * should they fail, the transaction does when it is to be committed.
 */
export function threadedWriting(file: string): ThreadedWriting {
  let line: Line | undefined
  let rest: NodeJS.Timeout | undefined
  const stop = async () => {
    clearTimeout(rest)
    const ending = line
    line = undefined
    await ending?.stop()
  }
  return {
    stop,
    async transaction(work, { committing, sent }) {
      clearTimeout(rest)
      if (!line || line.isLost()) line = startLine(file)
      const { ask, writer, hold, release } = line
      const behind = hold()
      let ending = false
      try {
        const begun = ask({ kind: 'begin', behind })
        // Heard below; what is asked meanwhile fails as it does.
        begun.catch(() => undefined)
        const value = await work(writer)
        await begun
        await committing(
          () => {
            ending = true
            const committed = ask({ kind: 'commit' })
            sent()
            return committed
          },
          async () => {
            // Whoever closes the farm waits for the answer, and so must the process.
            hold()
            return Boolean(await ask({ kind: 'overtaken' }).finally(release))
          },
        )
        return value
      } catch (error) {
        // It may be the next one's by then.
        if (!ending) await ask({ kind: 'rollback' }).catch(() => undefined)
        throw error
      } finally {
        release()
        clearTimeout(rest)
        rest = setTimeout(stop, LINGER).unref()
      }
    },
  }
}

interface Line {
  readonly writer: Writer
  ask(asked: Asked): Promise<unknown>
  /** The process stays for what is being written, not for a thread that waits. Answers whether something was under way already. */
  hold(): boolean
  release(): void
  isLost(): boolean
  stop(): Promise<void>
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

function startLine(file: string): Line {
  const thread = new Worker(new URL('./sqlite-writer-thread.ts', import.meta.url), {
    workerData: file,
    resourceLimits: { maxYoungGenerationSizeMb: 6 },
  })
  const waiting: Waiting[] = []
  let underWay = 0
  let lost: Error | undefined
  const lose = (error: Error) => {
    lost ??= error
    for (const one of waiting.splice(0)) one.reject(lost)
  }
  thread.on('message', (told: { value: unknown } | { error: { message: string; code?: string } }) => {
    const one = waiting.shift()
    if ('value' in told) one?.resolve(told.value)
    else one?.reject(Object.assign(new Error(told.error.message), { code: told.error.code }))
  })
  thread.on('error', lose)
  thread.on('exit', () => lose(new Error('the thread that writes has ended')))
  const send = (asked: Asked) => {
    if (!lost) thread.postMessage(asked)
  }
  const ask = (asked: Asked) =>
    new Promise<unknown>((resolve, reject) => {
      if (lost) return reject(lost)
      waiting.push({ resolve, reject })
      send(asked)
    })
  return {
    ask,
    writer: writerOver(ask, send),
    hold() {
      thread.ref()
      underWay += 1
      return underWay > 1
    },
    release() {
      underWay -= 1
      if (underWay === 0) thread.unref()
    },
    isLost: () => lost !== undefined,
    async stop() {
      if (lost) return
      thread.ref()
      send({ kind: 'stop' })
      await once(thread, 'exit')
    },
  }
}

function writerOver(ask: Line['ask'], send: (asked: Asked) => void): Writer {
  const query = (how: 'all' | 'get' | 'run') => async (text: string, values: unknown[], mode?: 'array' | 'object') => {
    const answer: unknown = await ask({ kind: 'ask', text, values, how, arrays: mode !== 'object' })
    return answer as never
  }
  const db = drizzle({ all: query('all'), get: query('get'), run: query('run') })
  return {
    // The two builders answer the same awaited queries.
    db: db as unknown as Database,
    run: async (statement) => void (await db.run(statement)),
    async bulk(table, rows, onConflict = 'fail') {
      if (rows.length === 0) return
      const { text, columns } = bulkInsert(table, onConflict)
      send({ kind: 'bulk', text, rows: rows.length, columns: columns.map((valueIn) => columnOf(rows, valueIn)) })
    },
  }
}

function columnOf(rows: readonly object[], valueIn: (row: object) => unknown): Sent {
  const [first = {}] = rows
  const all = valueIn(first)
  let each: unknown[] | undefined
  for (let i = 1; i < rows.length; i += 1) {
    const value = valueIn(rows[i] ?? {})
    if (each === undefined && value === all) continue
    each ??= new Array<unknown>(rows.length).fill(all)
    each[i] = value
  }
  return each === undefined ? { all } : { each }
}
