import { readStatus } from '../sources/last-status.ts'
import type { Source } from '../storage/gateways/source-store.ts'
import type { Words } from '../web/words/words.ts'
import { table } from './table.ts'

/** A source as every `--json` writes it; instants in milliseconds since the epoch. */
export function sourceJson(source: Source) {
  const { id, name, url, kind, serviceType, organisation, state, everyMinutes, goneAfter, mapping } = source
  const { lastAt, lastStatus, nextAt, failures, quarantine } = source
  const asked = { source: id, name, url, kind, serviceType, organisation, everyMinutes, goneAfter, mapping }
  return { ...asked, state, isHeld: quarantine !== null, lastAt, lastStatus, nextAt, failures }
}

/** Sources in aligned columns. */
export function sourceTable(words: Words, sources: readonly Source[]): string {
  const columns = [
    { title: words('cli.column.source'), align: 'right' as const },
    ...['name', 'state', 'kind', 'organisation', 'last'].map((one) => ({ title: words(`cli.column.${one}`) })),
  ]
  const rows = sources.map((source) => [
    ...[String(source.id), source.name, words(`cli.source-state.${source.state}`), source.serviceType],
    ...[source.organisation, lastText(words, source)],
  ])
  return table(columns, rows)
}

function lastText(words: Words, { lastStatus }: Source): string {
  if (lastStatus === null) return words('cli.source-last.never')
  const { problem, figure } = readStatus(lastStatus)
  const key = `cli.source-last.${problem.code}`
  return words.has(key) ? words(key, { figure }) : words.problem(problem)
}
