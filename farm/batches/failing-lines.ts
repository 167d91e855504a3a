import papaparse from 'papaparse'
import type { Bytes } from '../../pipeline/intake/byte-source.ts'
import { targetFinder } from '../../pipeline/intake/columns.ts'
import { csvHeading } from '../../pipeline/intake/csv-heading.ts'
import type { Mapping } from '../../pipeline/intake/mapping/mapping.ts'
import { openTable } from '../../pipeline/intake/mapping/open-table.ts'
import { isWorkbook } from '../../pipeline/intake/mapping/read-workbook.ts'
import { openText } from '../../pipeline/intake/open-text.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { Field } from '../../pipeline/model/field.ts'
import { fold } from '../../pipeline/model/fold.ts'
import { FORMULA_START, withoutGuard } from '../../pipeline/model/formula-guard.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import { type Batch, batchProblems } from '../storage/gateways/batch-store.ts'
import type { Storage } from '../storage/storage.ts'
import type { ImportRoom } from './import-request.ts'
import type { LinedTable } from './item-rows.ts'
import { itemRows } from './item-rows.ts'
import { openInput } from './kept-input.ts'
import { mappingOf } from './mappings.ts'
import { openBatch } from './open-batch.ts'
import { type Keeping, keepingRoom } from './prepare-batch.ts'
import { readContent } from './read-content.ts'

/** A file of lines to correct and to send again. */
export interface FailingFile {
  /** Name for it, after the file it comes from. */
  readonly name: string
  /** CSV in pieces, in UTF-8 with the mark that Excel looks for. */
  readonly pieces: AsyncIterable<string>
}

/**
 * The lines of a batch that were refused, as a CSV: in the columns they came in, or in ours where they came as a feed or a document;
 * a first column, which reading ignores, names what is wrong. Problems: `unknown-batch`, `input-gone` where the input is kept no longer.
 */
export async function failingLines(
  room: ImportRoom,
  asked: {
    readonly batch: number
    readonly actor: Actor
    /** Heading of the first column. */
    readonly heading: string
    /** A problem in words, with the field it concerns. */
    sentence(problem: Problem, field: Field | undefined): string
  },
): Promise<Result<FailingFile>> {
  const found = await openBatch(room, asked.actor, asked.batch)
  if (!found.ok) return found
  const keeping = keepingRoom(room)
  if (!keeping.ok) return keeping
  const open = () => openLines(keeping.value, found.value)
  // Tried first, and opened again by whoever reads it: a file nobody reads stays open for nobody.
  const tried = await open()
  if (!tried.ok) return tried
  await tried.value.close()
  const name = `${found.value.name.replace(/\.[a-z0-9]{1,5}$/i, '').slice(0, 100)}-a-corriger.csv`
  const { serviceType: kind } = await room.ports.knowledge()
  const fields = kind(found.value.serviceType)?.fields ?? []
  const fieldOf = ({ field }: Problem) => fields.find((one) => one.name === field?.split('.')[0])
  const sentence = (problem: Problem) => asked.sentence(problem, fieldOf(problem))
  const lines = () => failing(room.storage, found.value.id)
  return ok({ name, pieces: pieces(open, (table) => written(table, lines(), { heading: asked.heading, sentence })) })
}

interface OpenLines {
  readonly table: LinedTable
  close(): Promise<void>
}

async function* pieces(
  open: () => Promise<Result<OpenLines>>,
  write: (table: LinedTable) => AsyncGenerator<string>,
): AsyncGenerator<string> {
  const opened = await open()
  if (!opened.ok) return
  try {
    yield* write(opened.value.table)
  } finally {
    await opened.value.close()
  }
}

async function openLines(room: Keeping, batch: Batch): Promise<Result<OpenLines>> {
  if (batch.input === null) return fail({ code: 'input-gone' })
  const input = await openInput(room.files, batch.input)
  if (!input.ok) return input
  const { close } = input.value
  const table = await tableOf(room, batch, input.value)
  if (table.ok) return ok({ table: table.value, close })
  await close()
  return table
}

async function tableOf(room: Keeping, batch: Batch, bytes: Bytes): Promise<Result<LinedTable>> {
  const knowledge = await room.ports.knowledge()
  const serviceType = knowledge.serviceType(batch.serviceType)
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: batch.serviceType } })
  const found = batch.mapping === null ? ok(undefined) : await mappingOf(room, batch.mapping)
  const mapping = found.ok ? found.value : undefined
  if (batch.road === 'csv') return asItCame(bytes, { batch, mapping, serviceType })
  const { mediaType, baseUrl, columns, defaults } = batch.options
  const content = { bytes, mediaType, baseUrl, mapping: mapping ?? columns }
  const read = await readContent(content, { serviceType, knowledge, defaults })
  return read.ok ? ok(itemRows(serviceType, read.value.items)) : read
}

interface Coming {
  readonly batch: Batch
  readonly mapping: Mapping | undefined
  readonly serviceType: ServiceType
}

async function asItCame(bytes: Bytes, { batch, mapping, serviceType }: Coming): Promise<Result<LinedTable>> {
  const { mediaType, columns } = batch.options
  if (mapping || isWorkbook(bytes)) {
    const reading = mapping?.reading ?? {}
    const wanted = Object.values(mapping?.fields ?? {}).flatMap(({ from }) => from)
    const opened = await openTable({ bytes, mediaType, reading, wanted })
    if (!opened.ok) return opened
    const { columns: all } = opened.value.table
    const names = all.filter(isTheirs)
    const rows = Iterator.from(opened.value.table.rows(names)).map(({ line, cells, unfit }) => {
      const kept = unfit?.filter((_, i) => isTheirs(all[i] ?? '')) ?? cells
      return { line, cells: kept.map((cell) => withoutGuard([cell].flat().join(' '))) }
    })
    return ok({ delimiter: ';', names, rows })
  }
  const opened = openText(bytes, mediaType)
  if (!opened.ok) return opened
  const targetOf = targetFinder({ serviceType, mapping: columns })
  const { delimiter, names, rows } = csvHeading(opened.value.text, (name) => Boolean(targetOf(name)))
  // A guard is put on again in writing: it must not grow with each round.
  const kept = (cells: readonly string[]) => cells.filter((_, i) => isTheirs(names[i] ?? '')).map(withoutGuard)
  return ok({ delimiter, names: kept(names), rows: rows().map(({ line, cells }) => ({ line, cells: kept(cells) })) })
}

// The column we add must not come twice, however often lines are sent again.
function isTheirs(name: string): boolean {
  return !PROBLEMS.has(fold(name))
}

const PROBLEMS = new Set(['problemes', 'problems'])

interface Failing {
  readonly line: number
  readonly problems: readonly Problem[]
}

const PAGE = 1000

async function* failing(storage: Pick<Storage, 'read' | 'tables'>, batch: number): AsyncGenerator<Failing> {
  let current: { line: number; problems: Problem[] } | undefined
  let after: { readonly line: number; readonly id: number } | undefined
  for (;;) {
    const page = await batchProblems(storage, { batch, outcome: 'refused', after, limit: PAGE })
    for (const { line, problem } of page) {
      if (current && current.line !== line) {
        yield current
        current = undefined
      }
      current ??= { line, problems: [] }
      current.problems.push({ ...problem, line })
    }
    after = page.at(-1)
    if (page.length < PAGE) break
  }
  if (current) yield current
}

async function* written(
  { delimiter, names, rows }: LinedTable,
  lines: AsyncGenerator<Failing>,
  { heading, sentence }: { readonly heading: string; sentence(problem: Problem): string },
): AsyncGenerator<string> {
  const row = (cells: readonly string[]) =>
    `${papaparse.unparse([[...cells]], { delimiter, escapeFormulae: FORMULA_START })}\r\n`
  yield `\uFEFF${row([heading, ...names])}`
  let next = await lines.next()
  for (const { line, cells } of rows) {
    while (!next.done && next.value.line < line) next = await lines.next()
    if (next.done) return
    if (next.value.line === line) yield row([next.value.problems.map(sentence).join(' '), ...cells])
  }
}
