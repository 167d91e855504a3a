import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'

/** The thread `startCheckpoints` asks: `written` has the log written back into the file as far as no reader needs it, `stop` ends it. */
const { file, busy }: { readonly file: string; readonly busy: Int32Array } = workerData
const connection = new BetterSqlite(file, { timeout: 10_000 })
connection.pragma('synchronous = NORMAL')
parentPort?.on('message', (asked) => {
  if (asked === 'stop') {
    connection.close()
    parentPort?.close()
    return
  }
  connection.pragma('wal_checkpoint(PASSIVE)')
  Atomics.store(busy, 0, 0)
})
