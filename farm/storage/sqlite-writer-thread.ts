import { parentPort, workerData } from 'node:worker_threads'
import type { Asked } from './open-sqlite-writer.ts'
import { openConnection, ROWS_BETWEEN_CHECKPOINTS } from './sqlite-connection.ts'

/**
 * The thread `threadedWriting` asks: it does one thing after the other, and answers each in turn with its value or its error. Outside a
 * transaction it writes nothing.
 */
const connection = openConnection(String(workerData), false)
const version = connection.prepare('pragma data_version').pluck()
const rowsWritten = connection.prepare('select total_changes()').pluck()
/** Rows written when the log was last written back into the file. */
let writtenBack = 0
/** What the file's version was while nobody else could write. */
let mine: unknown

parentPort?.on('message', (asked: Asked) => {
  if (asked.kind === 'stop') {
    connection.close()
    parentPort?.close()
    return
  }
  try {
    parentPort?.postMessage({ value: answer(asked) })
  } catch (error) {
    const { message, code } =
      error instanceof Error ? { code: undefined, ...error, message: error.message } : { message: String(error) }
    parentPort?.postMessage({ error: { message, code } })
  }
  // Outside: each message has one answer, and this one has had its own.
  if (asked.kind === 'overtaken') writeBack()
})

function answer(asked: Exclude<Asked, { kind: 'stop' }>): unknown {
  switch (asked.kind) {
    case 'begin':
      connection.exec('begin immediate')
      mine = version.get()
      break
    case 'commit':
      connection.exec('commit')
      break
    case 'rollback':
      if (connection.inTransaction) connection.exec('rollback')
      break
    case 'overtaken':
      return version.get() !== mine
    case 'bulk':
      insert(asked)
      break
    case 'ask':
      return ask(asked)
  }
  return undefined
}

// Between two transactions, while the next is being prepared.
function writeBack(): void {
  const rows = Number(rowsWritten.get())
  if (rows - writtenBack < ROWS_BETWEEN_CHECKPOINTS) return
  writtenBack = rows
  connection.pragma('wal_checkpoint(PASSIVE)')
}

function insert({ text, width, values }: Extract<Asked, { kind: 'bulk' }>): void {
  const statement = within(text)
  for (let i = 0; i < values.length; i += width) statement.run(values.slice(i, i + width))
}

function ask({ text, values, how, arrays }: Extract<Asked, { kind: 'ask' }>): unknown {
  const statement = within(text)
  if (how === 'run') return statement.run(values)
  const read = statement.raw(arrays)
  return how === 'all' ? read.all(values) : read.get(values)
}

function within(text: string): ReturnType<typeof connection.prepare> {
  if (!connection.inTransaction) throw new Error('there is no transaction to write in')
  return connection.prepare(text)
}
