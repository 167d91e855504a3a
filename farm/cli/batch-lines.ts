import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { BatchReport } from '../batches/batch-report.ts'
import type { Words } from '../web/words/words.ts'
import { type ProblemJson, problemJson, problemLine } from './problem-lines.ts'
import { table } from './table.ts'

/** An import run as every `--json` writes it: its problems as its words say them, those of the file as a whole first, with no line. */
export interface BatchJson extends Omit<BatchReport, 'problems' | 'problemCount' | 'warnings' | 'samples'> {
  readonly problems: readonly ProblemJson[]
}

/** A report for scripts. */
export function batchJson(words: Words, report: BatchReport): BatchJson {
  // One order, for those who read it as text.
  const { batch, total, changed, same, duplicates, refused, gone } = report
  const problems = [...report.warnings, ...report.problems].map((problem) => problemJson(words, problem))
  return { batch, total, new: report.new, changed, same, duplicates, refused, gone, problems }
}

const SHOWN = 50

/** A report for people: the counts, then each problem with its line. */
export function batchText(words: Words, report: BatchReport, serviceType?: ServiceType): string {
  const always = ['total', 'new', 'changed', 'same', 'duplicates', 'refused'] as const
  const counts = report.gone > 0 ? [...always, 'gone' as const] : always
  const columns = counts.map((one) => ({ title: words(`cli.count.${one}`), align: 'right' as const }))
  const title = report.batch === null ? words('cli.rehearsal') : words('cli.batch', { batch: String(report.batch) })
  const problems = [...report.warnings, ...report.problems]
  const left = report.warnings.length + report.problemCount - SHOWN
  return [
    title,
    table(columns, [counts.map((one) => String(report[one]))]),
    ...(problems.length > 0 ? [''] : []),
    ...problems.slice(0, SHOWN).map((problem) => `  ${problemLine(words, problem, serviceType)}`),
    ...(left > 0 ? [`  ${words('cli.more-problems', { count: left })}`] : []),
  ].join('\n')
}
