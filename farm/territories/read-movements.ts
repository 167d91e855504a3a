import papaparse from 'papaparse'
import { decode } from '../../pipeline/intake/decode.ts'
import { fold } from '../../pipeline/model/fold.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'

/** One line of a file of movements: a commune before, and one it became. */
export interface Movement {
  readonly line: number
  /** Day it holds from: `2027-01-01`. */
  readonly day: string
  /** INSEE codes. */
  readonly was: string
  readonly became: string
  /** Name after. */
  readonly name: string
}

/** A file of movements as it was read. */
export interface MovementsFile {
  /** Year of the geography it leads to. */
  readonly vintage: number
  /** Those after the held vintage, the oldest first. */
  readonly movements: readonly Movement[]
  readonly problems: readonly Problem[]
}

const COLUMNS = {
  day: ['date eff', 'date'],
  typeBefore: ['typecom av'],
  was: ['com av'],
  typeAfter: ['typecom ap'],
  became: ['com ap'],
  name: ['libelle ap', 'nccenr ap'],
} as const

type Columns = Readonly<Record<keyof typeof COLUMNS, number>>

/**
 * Reads the file of movements of communes INSEE publishes with each Code officiel géographique (`v_mvt_commune_2027.csv`), as far as it
 * follows the held vintage. Problems: those of `decode`, `no-movement-columns`, `no-new-movement`; by line `bad-movement`.
 */
export function readMovements(bytes: Uint8Array, held: number): Result<MovementsFile> {
  const decoded = decode(bytes)
  if (!decoded.ok) return decoded
  const [heading = [], ...rows] = papaparse.parse<string[]>(decoded.value.text, { skipEmptyLines: false }).data
  const columns = columnsOf(heading)
  if (!columns) return fail({ code: 'no-movement-columns', params: { value: heading.join(', ').slice(0, 200) } })
  const movements: Movement[] = []
  const problems: Problem[] = []
  for (const [i, row] of rows.entries()) {
    if (row.every((cell) => cell.trim() === '')) continue
    const read = lineOf(row, { line: i + 2, columns, since: `${held}-01-01` })
    if (!read.ok) problems.push(...read.problems)
    else if (read.value) movements.push(read.value)
  }
  if (movements.length === 0)
    return fail({ code: 'no-new-movement', params: { value: String(held) } }, ...problems.slice(0, 20))
  movements.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.line - b.line))
  return ok({ vintage: vintageAfter(movements.at(-1)?.day ?? ''), movements, problems })
}

function columnsOf(heading: readonly string[]): Columns | undefined {
  const names = heading.map(fold)
  // The name with its article where there is one, else without.
  const at = (known: readonly string[]) => known.map((name) => names.indexOf(name)).find((i) => i >= 0) ?? -1
  const { day, typeBefore, was, typeAfter, became, name } = COLUMNS
  const columns = {
    ...{ day: at(day), typeBefore: at(typeBefore), was: at(was) },
    ...{ typeAfter: at(typeAfter), became: at(became), name: at(name) },
  }
  return Object.values(columns).includes(-1) ? undefined : columns
}

interface Reading {
  readonly line: number
  readonly columns: Columns
  readonly since: string
}

// What becomes of delegated and associated communes, and all that is older, is no news.
function lineOf(row: readonly string[], { line, columns, since }: Reading): Result<Movement | undefined> {
  const cell = (name: keyof Columns) => row[columns[name]]?.trim() ?? ''
  const day = cell('day')
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return bad(line, 'DATE_EFF', day)
  if (day <= since || cell('typeBefore') !== 'COM' || cell('typeAfter') !== 'COM') return ok(undefined)
  const [was, became, name] = [cell('was'), cell('became'), cell('name')]
  if (!CODE.test(was)) return bad(line, 'COM_AV', was)
  if (!CODE.test(became)) return bad(line, 'COM_AP', became)
  return name === '' ? bad(line, 'LIBELLE_AP', name) : ok({ line, day, was, became, name: name.slice(0, 120) })
}

const CODE = /^(?:\d\d|2[AB])\d{3}$/

function bad(line: number, field: string, value: string): Result<never> {
  return fail({ code: 'bad-movement', line, field, params: { value: value.slice(0, 80) } })
}

// The geography of a year is that of its first of January.
function vintageAfter(day: string): number {
  const year = Number(day.slice(0, 4))
  return day.endsWith('-01-01') ? year : year + 1
}
