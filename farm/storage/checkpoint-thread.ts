import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'

/** The thread `startCheckpoints` asks: `written` has the log written back into the file as far as no reader needs it, `stop` ends it. */
const connection = new BetterSqlite(String(workerData), { timeout: 10_000 })
connection.pragma('synchronous = NORMAL')
parentPort?.on('message', (asked) => {
  if (asked === 'stop') {
    connection.close()
    parentPort?.close()
    return
  }
  connection.pragma('wal_checkpoint(PASSIVE)')
  parentPort?.postMessage('done')
})
