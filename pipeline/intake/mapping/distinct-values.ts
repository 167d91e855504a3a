import type { FieldRule } from './mapping.ts'
import type { Cell, RawTable } from './raw-table.ts'
import { stepRunner } from './run-steps.ts'

/** A text a table of values has to say something of, and how often it comes. */
export interface MetValue {
  readonly text: string
  readonly count: number
}

/** The different texts a rule meets before it looks them up, the commonest first; `cut` when there are more. */
export function distinctValues(
  table: RawTable,
  rule: FieldRule,
  { many, most = 300 }: { readonly many: boolean; readonly most?: number },
): { readonly values: readonly MetValue[]; readonly cut: boolean } {
  const run = stepRunner(rule.steps)
  const join = rule.join ?? (many ? undefined : ' ')
  const counts = new Map<string, number>()
  let cut = false
  for (const { cells, problems } of Iterator.from(table.rows(rule.from)).take(MOST_ROWS)) {
    if (problems.length > 0) continue
    const found = cells.flatMap(textsOf)
    for (const text of run(join !== undefined && found.length > 1 ? [found.join(join)] : found).texts) {
      if (!counts.has(text) && counts.size >= MOST_DISTINCT) cut = true
      else counts.set(text, (counts.get(text) ?? 0) + 1)
    }
  }
  const sorted = [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count)
  return { values: sorted.slice(0, most), cut: cut || sorted.length > most }
}

const MOST_ROWS = 20_000
const MOST_DISTINCT = 5000

function textsOf(cell: Cell): readonly string[] {
  return typeof cell === 'string' ? (cell.trim() === '' ? [] : [cell.trim()]) : cell.filter((text) => text !== '')
}
