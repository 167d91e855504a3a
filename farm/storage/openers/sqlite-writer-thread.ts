import { getPriority, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { Asked } from './open-sqlite-writer.ts'
import { openConnection, ROWS_BETWEEN_CHECKPOINTS } from './sqlite-connection.ts'

/**
 * The thread `threadedWriting` asks: it does one thing after the other, and answers each but rows in turn with its value or its error.
 * Outside a transaction it writes nothing.
 */
const connection = openConnection(String(workerData), false)
const version = connection.prepare('pragma data_version').pluck()
const rowsWritten = connection.prepare('select total_changes()').pluck()
/** Rows written when the log was last written back into the file. */
let writtenBack = 0
/** What the file's version was while nobody else could write. */
let mine: unknown
/** Whether somebody else wrote between two transactions, and nobody was told yet. */
let others = false
/** Why rows of this transaction could not be written. */
let failed: unknown

// Whoever answers a visitor or reads the next rows goes first (0 to 19, the least); elsewhere it would be said of the whole process.
if (process.platform === 'linux') setPriority(Math.min(getPriority() + 5, 19))

parentPort?.on('message', (asked: Asked) => {
  if (asked.kind === 'stop') {
    connection.close()
    parentPort?.close()
    return
  }
  if (asked.kind === 'bulk') return insertOrFail(asked)
  try {
    parentPort?.postMessage({ value: answer(asked) })
  } catch (error) {
    const { message, code } =
      error instanceof Error ? { code: undefined, ...error, message: error.message } : { message: String(error) }
    parentPort?.postMessage({ error: { message, code } })
  }
  // Outside: each message has one answer, and this one has had its own.
  if (asked.kind === 'overtaken' && !connection.inTransaction) writeBack()
})

function answer(asked: Exclude<Asked, { kind: 'stop' | 'bulk' }>): unknown {
  switch (asked.kind) {
    case 'begin':
      begin(asked.behind)
      break
    case 'commit':
      commit()
      break
    case 'rollback':
      rollback()
      break
    case 'overtaken':
      return overtaken()
    case 'ask':
      return ask(asked)
  }
  return undefined
}

function begin(behind: boolean): void {
  if (behind) writeBack()
  connection.exec('begin immediate')
  const current = version.get()
  others ||= behind && current !== mine
  mine = current
  failed = undefined
}

function commit(): void {
  try {
    if (failed !== undefined) throw failed
    connection.exec('commit')
  } catch (error) {
    rollback()
    throw error
  }
}

function rollback(): void {
  if (connection.inTransaction) connection.exec('rollback')
}

function overtaken(): boolean {
  const answer = others || version.get() !== mine
  others = false
  return answer
}

// Between two transactions, while the next is being prepared.
function writeBack(): void {
  const rows = Number(rowsWritten.get())
  if (rows - writtenBack < ROWS_BETWEEN_CHECKPOINTS) return
  writtenBack = rows
  connection.pragma('wal_checkpoint(PASSIVE)')
}

function insertOrFail(asked: Extract<Asked, { kind: 'bulk' }>): void {
  if (failed !== undefined) return
  try {
    insert(asked)
  } catch (error) {
    failed = error
  }
}

function insert({ text, rows, columns }: Extract<Asked, { kind: 'bulk' }>): void {
  const statement = within(text)
  // Binding copies them: the same array for each row, and what all have in common stays in its place.
  const bound = columns.map((column) => ('all' in column ? column.all : undefined))
  const varying = columns.flatMap((column, place) => ('each' in column ? [{ place, each: column.each }] : []))
  for (let row = 0; row < rows; row += 1) {
    for (const { place, each } of varying) bound[place] = each[row]
    statement.run(bound)
  }
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
