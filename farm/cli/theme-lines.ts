import type { Problem } from '../../pipeline/model/problem.ts'
import type { ThemesChanged } from '../themes/change-themes.ts'
import type { VocabularyImport } from '../themes/import-vocabulary.ts'
import type { Words } from '../web/words/words.ts'
import { problemJson, problemLine } from './problem-lines.ts'
import { table } from './table.ts'

type Imported = ThemesChanged & VocabularyImport

/** An import of a vocabulary, and what sites gained and lost by it, or would. */
export interface Told {
  readonly imported: Imported
  readonly sites: { readonly gained: number; readonly lost: number }
}

const LISTS = ['added', 'changed', 'moved', 'gone', 'retired'] as const

/** An import of a vocabulary for scripts. */
export function vocabularyImportJson(words: Words, vocabulary: string, { imported, sites }: Told) {
  const { format, problems, unread } = imported
  const lists = Object.fromEntries(LISTS.map((list) => [list, imported[list].map(({ code }) => code)]))
  const told = { sites, unread: Object.fromEntries(unread) }
  return { vocabulary, format, ...lists, ...told, problems: problems.map((problem) => problemJson(words, problem)) }
}

const SHOWN = 50

/** An import of a vocabulary for people: the counts, what changed line by line, what sites gain and lose, each problem. */
export function vocabularyImportText(words: Words, { imported, sites }: Told, rehearsal: boolean): string {
  const { problems, unread } = imported
  const columns = LISTS.map((one) => ({ title: words(`cli.themes-import.${one}`), align: 'right' as const }))
  const changes = LISTS.flatMap((list) =>
    imported[list].map(({ code, label, line }) => {
      const where = line === undefined ? '' : `${words('cli.line', { line: String(line) })}${words('cli.colon')}`
      return `  ${where}${words(`cli.themes-import.${list}.one`)} ${code} ${label}`
    }),
  )
  const left = changes.length - SHOWN
  return [
    ...(rehearsal ? [words('cli.rehearsal')] : []),
    table(columns, [LISTS.map((list) => String(imported[list].length))]),
    ...changes.slice(0, SHOWN),
    ...(left > 0 ? [`  ${words('cli.more-lines', { count: left })}`] : []),
    words(rehearsal ? 'cli.themes-import.would' : 'cli.themes-import.did', sites),
    ...[...unread].map(([what, times]) => words('cli.themes-import.unread', { what, times })),
    ...problems.slice(0, SHOWN).map((problem: Problem) => `  ${problemLine(words, problem)}`),
    ...(problems.length > SHOWN ? [`  ${words('cli.more-problems', { count: problems.length - SHOWN })}`] : []),
  ].join('\n')
}
