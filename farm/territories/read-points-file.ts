import papaparse from 'papaparse'
import { decode } from '../../pipeline/intake/decode.ts'
import { fold } from '../../pipeline/model/fold.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Gazetteer, TerritoryKey } from '../../pipeline/model/territory.ts'

/** A line of a file of points that was understood. */
export interface PointLine {
  readonly line: number
  readonly key: TerritoryKey
  readonly latitude: number
  readonly longitude: number
  /** The code it was written by, where that is one of a former commune. */
  readonly former?: string
}

/** A file of points as it was read: good lines, and what is wrong with the others. */
export interface PointsFile {
  readonly lines: readonly PointLine[]
  readonly problems: readonly Problem[]
}

const COLUMNS = {
  code: ['code', 'code insee', 'insee', 'codgeo', 'code commune', 'com', 'insee com', 'code insee commune'],
  latitude: ['latitude', 'lat', 'y'],
  longitude: ['longitude', 'lon', 'lng', 'long', 'x'],
} as const

type Columns = Readonly<Record<keyof typeof COLUMNS, number>>

/**
 * Reads a CSV of communes with their coordinates in degrees; columns are found by their names, in any order. Problems: `binary-file`,
 * `no-point-columns`; by line `unknown-commune`, `ambiguous-territory`, `bad-coordinates`, `duplicate-in-file`.
 */
export function readPointsFile(bytes: Uint8Array, gazetteer: Gazetteer): Result<PointsFile> {
  const decoded = decode(bytes)
  if (!decoded.ok) return decoded
  const [heading = [], ...rows] = papaparse.parse<string[]>(decoded.value.text, { skipEmptyLines: false }).data
  const columns = columnsOf(heading)
  if (!columns) return fail({ code: 'no-point-columns', params: { value: heading.join(', ').slice(0, 200) } })
  const lines: PointLine[] = []
  const problems: Problem[] = []
  for (const [i, row] of rows.entries()) {
    if (row.every((cell) => cell.trim() === '')) continue
    const read = lineOf(row, { line: i + 2, columns, gazetteer })
    if (read.ok) lines.push(read.value)
    else problems.push(...read.problems)
  }
  return ok(once(lines, problems))
}

function columnsOf(heading: readonly string[]): Columns | undefined {
  const names = heading.map(fold)
  const at = (known: readonly string[]) => names.findIndex((name) => known.includes(name))
  const columns = { code: at(COLUMNS.code), latitude: at(COLUMNS.latitude), longitude: at(COLUMNS.longitude) }
  return Object.values(columns).includes(-1) ? undefined : columns
}

interface Reading {
  readonly line: number
  readonly columns: Columns
  readonly gazetteer: Gazetteer
}

function lineOf(row: readonly string[], { line, columns, gazetteer }: Reading): Result<PointLine> {
  const code = row[columns.code]?.trim() ?? ''
  const [latitude, longitude] = [degrees(row[columns.latitude]), degrees(row[columns.longitude])]
  const found = gazetteer.resolve(code, { levels: ['commune'] })
  if (found.kind === 'unknown') return fail({ code: 'unknown-commune', line, field: 'code', params: { value: code } })
  if (found.kind === 'ambiguous') {
    const candidates = found.candidates.map((one) => `${one.name} (${one.code})`).join(', ')
    return fail({ code: 'ambiguous-territory', line, field: 'code', params: { value: code, candidates } })
  }
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || Number.isNaN(latitude + longitude)) {
    const value = `${row[columns.latitude] ?? ''} ${row[columns.longitude] ?? ''}`
    return fail({ code: 'bad-coordinates', line, field: 'latitude', params: { value } })
  }
  const former = found.by === 'former-code' ? { former: code } : {}
  return ok({ line, key: found.territory.key, latitude, longitude, ...former })
}

function degrees(cell = ''): number {
  const text = cell.trim().replace(',', '.')
  return text === '' ? Number.NaN : Number(text)
}

// A commune's own line tells where it lies better than that of one of its former parts, whatever comes first.
function once(lines: readonly PointLine[], problems: readonly Problem[]): PointsFile {
  const kept = new Map<TerritoryKey, PointLine>()
  const twice: Problem[] = []
  for (const one of lines) {
    const held = kept.get(one.key)
    if (!held || (held.former !== undefined && one.former === undefined)) kept.set(one.key, one)
    else if (one.former === undefined)
      twice.push({ code: 'duplicate-in-file', line: one.line, field: 'code', params: { line: held.line } })
  }
  const all = [...problems, ...twice].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  return { lines: [...kept.values()], problems: all }
}
