import papaparse from 'papaparse'
import { FORMULA_START } from '../../pipeline/model/formula-guard.ts'
import { coverageRows } from './coverage-json.ts'
import type { Coverage } from './read-coverage.ts'

/** Every cell of the page as CSV (RFC 4180, UTF-8), one line each; an empty theme stands for all of them. */
export function coverageCsv(coverage: Coverage): string {
  const heading = ['theme', 'label', 'territory', 'name', 'days_30', 'days_60', 'days_90', 'all', 'latest']
  const lines = coverageRows(coverage).map(({ theme, label, territory, name, ...figures }) => [
    ...[theme, label, territory, name],
    ...[figures.days30, figures.days60, figures.days90, figures.all],
    figures.latest === null ? '' : new Date(figures.latest).toISOString(),
  ])
  return `${papaparse.unparse([heading, ...lines], { newline: '\r\n', escapeFormulae: FORMULA_START })}\r\n`
}
