import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ROWS_BETWEEN_CHECKPOINTS } from './sqlite-connection.ts'

/** Writes SQLite's log back into the file beside the work, in a thread that lives while much is written. */
export interface Checkpoints {
  /** Says how many rows were written since the farm was opened; costs nothing but a message now and then. */
  written(rows: number): void
  stop(): Promise<void>
}

const LINGER = 10_000

/**
 * A farm at rest has no such thread. But whoever writes thousands of rows would stop every few handfuls to write the log back, and keep
 * the readers of its process waiting: SQLite lets another thread do it meanwhile (https://www.sqlite.org/wal.html, §2.3).
 */
export function startCheckpoints(file: string): Checkpoints {
  let thread: Worker | undefined
  let rest: NodeJS.Timeout | undefined
  let last = 0
  // Shared, not told by messages: work that never lets others have their turn would not hear of them.
  const busy = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const stop = async () => {
    clearTimeout(rest)
    const ending = thread
    thread = undefined
    busy[0] = 0
    if (!ending) return
    // A process about to end has nothing else to wait for.
    ending.ref()
    ending.postMessage('stop')
    await once(ending, 'exit')
  }
  const start = () => {
    const started = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), {
      workerData: { file, busy },
      resourceLimits: { maxYoungGenerationSizeMb: 1 },
    })
    started.unref()
    // Without it the writer writes the log back, later and in one go: slower, not wrong.
    started.on('error', () => {
      thread = undefined
      busy[0] = 0
    })
    return started
  }
  return {
    written(rows) {
      if (rows - last < ROWS_BETWEEN_CHECKPOINTS || Atomics.load(busy, 0) === 1) return
      last = rows
      busy[0] = 1
      thread ??= start()
      thread.postMessage('written')
      clearTimeout(rest)
      rest = setTimeout(stop, LINGER).unref()
    },
    stop,
  }
}
