import type { Entry } from '../../pipeline/model/entry.ts'
import { inLanguage } from '../../pipeline/model/local-text.ts'
import { parisDay } from '../../pipeline/model/paris.ts'
import type { Memory } from '../memory.ts'
import type { Words } from '../web/words/words.ts'
import { table } from './table.ts'

/** An entry as every `--json` list writes it. */
export interface EntryJson {
  readonly entry: number
  readonly title: string
  readonly serviceType: string
  readonly organisation: string
  readonly state: string
  /** State of the revision being worked on. */
  readonly review: string
  readonly version: number
  /** Instants in milliseconds since the epoch. */
  readonly updatedAt: number
  readonly publishedAt: number | null
}

/** An entry for a list. */
export function entryJson(entry: Entry): EntryJson {
  const { id, title, serviceType, organisation, state, review, version, updatedAt, publishedAt } = entry
  return { entry: id, title, serviceType, organisation, state, review, version, updatedAt, publishedAt }
}

/** Entries in aligned columns; `at` is the instant of the last one. */
export function entryTable(
  { words, memory }: { readonly words: Words; readonly memory: Memory },
  rows: readonly { readonly entry: Entry; readonly at: number | null }[],
): string {
  const columns = [
    { title: words('cli.column.entry'), align: 'right' as const },
    ...['state', 'kind', 'organisation', 'title', 'day'].map((one) => ({ title: words(`cli.column.${one}`) })),
  ]
  const kind = (id: string) => inLanguage(memory.serviceType(id)?.label ?? { fr: id }, words.language)
  const cells = rows.map(({ entry, at }) => [
    ...[String(entry.id), words(`cli.state.${shownState(entry)}`), kind(entry.serviceType)],
    ...[entry.organisation, entry.title, at === null ? '' : parisDay(at)],
  ])
  return table(columns, cells)
}

// A published entry whose correction waits says so.
function shownState({ state, review }: Entry): string {
  return state === 'published' && (review === 'submitted' || review === 'proofread') ? 'corrected' : state
}
