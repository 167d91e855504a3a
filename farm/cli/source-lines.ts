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

// Codes carry their figure after a space: `http-status 404`.
function lastText(words: Words, { lastStatus }: Source): string {
  if (lastStatus === null) return words('cli.source-last.never')
  const [code = '', figure = ''] = lastStatus.split(' ')
  if (words.has(`cli.source-last.${code}`)) return words(`cli.source-last.${code}`, { figure })
  const figures = { status: figure, reason: figure, address: figure, phase: figure, feed: figure }
  return words.problem({ code, params: figures })
}
