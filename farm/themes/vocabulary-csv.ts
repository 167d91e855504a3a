import papaparse from 'papaparse'
import { csvHeading } from '../../pipeline/intake/csv-heading.ts'
import type { CsvRow } from '../../pipeline/intake/csv-rows.ts'
import { textSource } from '../../pipeline/intake/text-source.ts'
import { fold } from '../../pipeline/model/fold.ts'
import { FORMULA_START, withoutGuard } from '../../pipeline/model/formula-guard.ts'
import { joinList, splitList } from '../../pipeline/model/list-text.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { VocabularyTree } from '../../pipeline/model/theme.ts'
import { walkTree } from './tree-order.ts'
import type { ConceptRow, VocabularyRows } from './vocabulary-rows.ts'

/** Columns of a vocabulary, as they are written and read. */
export const VOCABULARY_COLUMNS = ['code', 'broader', 'label_fr', 'label_en', 'synonyms', 'notations'] as const

type Column = (typeof VOCABULARY_COLUMNS)[number]

/** A vocabulary as a table, parents before children; synonyms and notations (`rome:K12`) are joined by ` | `. */
export function writeVocabularyCsv(tree: VocabularyTree): string {
  const rows = walkTree(tree).map(({ concept: { code, broader = '', label, synonyms, notations } }) => {
    const codes = Object.entries(notations).flatMap(([scheme, list]) => list.map((one) => `${scheme}:${one}`))
    return [code, broader, label.fr, label.en ?? '', joinList(synonyms), joinList(codes)]
  })
  const escapeFormulae = FORMULA_START
  return `${papaparse.unparse([[...VOCABULARY_COLUMNS], ...rows], { escapeFormulae, newline: '\r\n' })}\r\n`
}

/**
 * Reads a vocabulary from a table; `mapping` tells the column a heading stands for, an empty one that it is not read. A column that is not there leaves what stands;
 * where there is no column of labels, a code may come on several rows, and their synonyms add up. Problems:
 * `missing-column`, `duplicate-column`, `unclosed-quote`, `row-too-long`, `ragged-row`, `bad-notation`.
 */
export function readVocabularyCsv(text: string, mapping: Readonly<Record<string, string>> = {}): VocabularyRows {
  const { names, rows, problem } = csvHeading(textSource(text), (heading) => columnOf(heading, mapping) !== undefined)
  const columns = names.map((name) => columnOf(name, mapping))
  const problems: Problem[] = problem === undefined ? [] : [{ code: problem, line: 1 }]
  for (const column of VOCABULARY_COLUMNS) {
    if (columns.filter((one) => one === column).length > 1)
      problems.push({ code: 'duplicate-column', params: { name: column } })
  }
  if (!columns.includes('code')) problems.push({ code: 'missing-column', params: { name: 'code' } })
  const unread = new Map(names.filter((_, i) => columns[i] === undefined).map((name) => [name, 1]))
  const headings = names.map((name, i) => [name, columns[i] ?? null] as const)
  if (problems.length > 0) return { rows: [], problems, unread, headings }
  const found = [...rows()].flatMap((row) => rowOf(row, columns, problems))
  return {
    rows: columns.includes('label_fr') || columns.includes('label_en') ? found : addedUp(found),
    problems,
    unread,
    headings,
  }
}

const HEADINGS: ReadonlyMap<string, Column> = new Map([
  ...VOCABULARY_COLUMNS.map((column) => [column, column] as const),
  // As the lists of France Travail and INSEE are headed.
  ...(['code_rome', 'code_nsf', 'code_naf', 'notation', 'identifiant'] as const).map((name) => [name, 'code'] as const),
  ...(['libelle', 'label', 'libelle_fr', 'nom', 'intitule'] as const).map((name) => [name, 'label_fr'] as const),
  ...(['parent', 'generique', 'terme_generique', 'domaine_professionnel', 'domaine'] as const).map(
    (name) => [name, 'broader'] as const,
  ),
  ...(['synonymes'] as const).map((name) => [name, 'synonyms'] as const),
  ...(['correspondances', 'mappings'] as const).map((name) => [name, 'notations'] as const),
])

function columnOf(heading: string, mapping: Readonly<Record<string, string>>): Column | undefined {
  const mapped = Object.hasOwn(mapping, heading) ? mapping[heading] : undefined
  const mappedColumns = Object.values(mapping)
  if (mapped !== undefined) return VOCABULARY_COLUMNS.find((column) => column === mapped)
  const known = HEADINGS.get(fold(heading).replaceAll(' ', '_'))
  return known !== undefined && mappedColumns.includes(known) ? undefined : known
}

function rowOf(
  { line, cells, problem }: CsvRow,
  columns: readonly (Column | undefined)[],
  problems: Problem[],
): ConceptRow[] {
  if (problem !== undefined || cells.length !== columns.length) {
    const params = { expected: columns.length, found: cells.length }
    problems.push(problem === undefined ? { code: 'ragged-row', line, params } : { code: problem, line })
    return []
  }
  const cell = (column: Column) => {
    const at = columns.indexOf(column)
    return at < 0 ? undefined : withoutGuard(cells[at] ?? '').trim()
  }
  const [broader, synonyms, notations] = [cell('broader'), cell('synonyms'), cell('notations')]
  return [
    {
      line,
      code: cell('code') ?? '',
      fr: cell('label_fr'),
      en: cell('label_en'),
      broader: broader === '' ? null : broader,
      synonyms: synonyms === undefined ? undefined : splitList(synonyms).filter((one) => one !== ''),
      notations: notations === undefined ? undefined : notationsOf(notations, line, problems),
    },
  ]
}

function notationsOf(text: string, line: number, problems: Problem[]): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const one of splitList(text).filter((part) => part !== '')) {
    const [, scheme = '', code = ''] = /^([a-z][a-z0-9-]*):\s*(\S+)$/i.exec(one) ?? []
    if (code === '') problems.push({ code: 'bad-notation', field: 'notations', line, params: { value: one } })
    else found[scheme.toLowerCase()] = [...(found[scheme.toLowerCase()] ?? []), code]
  }
  return found
}

function addedUp(rows: readonly ConceptRow[]): ConceptRow[] {
  return [...Map.groupBy(rows, (row) => row.code).values()].flatMap(([first, ...others]) => {
    if (!first) return []
    const synonyms = [first, ...others].flatMap((row) => row.synonyms ?? [])
    return [{ ...first, synonyms: first.synonyms === undefined ? undefined : synonyms }]
  })
}
