import type { Problem } from '../../pipeline/model/problem.ts'
import type { PlacedConcept, VocabularyTree } from '../../pipeline/model/theme.ts'
import { changeTree } from './change-tree.ts'
import { lastPlace, liesUnder, walkTree } from './tree-order.ts'
import type { ConceptRow } from './vocabulary-rows.ts'

/** One concept an import concerns. */
export interface ImportedConcept {
  readonly code: string
  readonly label: string
  readonly line?: number | undefined
}

/** What an import does to a tree, concept by concept; with a problem nothing is done. */
export interface ImportPlan {
  readonly tree: VocabularyTree
  readonly added: readonly ImportedConcept[]
  readonly changed: readonly ImportedConcept[]
  readonly moved: readonly (ImportedConcept & { readonly from: string | null; readonly to: string | null })[]
  /** Here and not in the file: they stay, unless retired. */
  readonly gone: readonly ImportedConcept[]
  /** Taken out of use by it. */
  readonly retired: readonly ImportedConcept[]
  readonly problems: readonly Problem[]
}

/**
 * Works out what the rows of a file make of a tree. Problems, each with its line: `bad-theme-code`, `theme-code-twice`, `theme-code-leads`,
 * `theme-label-needed`, `theme-broader-missing`, `theme-circle`.
 */
export function planImport(
  before: VocabularyTree,
  rows: readonly ConceptRow[],
  { retireMissing = false }: { readonly retireMissing?: boolean | undefined } = {},
): ImportPlan {
  const problems: Problem[] = []
  const sound = soundRows(before, rows, problems)
  let place = lastPlace(before)
  const put = sound.map((row) => ({ row, concept: conceptOf(before, row, () => place++) }))
  const concepts = new Map([...before.concepts, ...put.map(({ concept }) => [concept.code, concept] as const)])
  const aliases = new Map(before.aliases)
  for (const { code, leads } of rows) if (leads !== undefined && !concepts.has(code)) aliases.set(code, leads)
  const placed = { ...before, concepts: withBroader(concepts, aliases), aliases }
  for (const { row, concept } of put) problems.push(...treeProblems(placed, row, concept))
  const codes = new Set(rows.map(({ code }) => code))
  const gone = [...before.concepts.values()].filter(({ code }) => !codes.has(code)).map((one) => imported(one))
  const { tree, retired } =
    retireMissing && problems.length === 0 ? withoutGone(placed, gone) : { tree: placed, retired: [] }
  return { tree, ...compared(before, put), gone: gone.filter((one) => !retired.includes(one)), retired, problems }
}

type Put = readonly { readonly row: ConceptRow; readonly concept: PlacedConcept }[]

function soundRows(before: VocabularyTree, rows: readonly ConceptRow[], problems: Problem[]): readonly ConceptRow[] {
  const lines = new Map<string, number | undefined>()
  return rows.filter((row) => {
    const { code, line, leads } = row
    if (leads !== undefined) return false
    const problem = rowProblem(before, row, lines)
    if (!lines.has(code)) lines.set(code, line)
    if (problem) problems.push(line === undefined ? problem : { ...problem, line })
    return problem === undefined
  })
}

function rowProblem(
  before: VocabularyTree,
  { code, fr, en }: ConceptRow,
  lines: ReadonlyMap<string, number | undefined>,
): Problem | undefined {
  const lead = before.aliases.get(code)
  if (!/^[a-z0-9][a-z0-9._-]{0,59}$/i.test(code))
    return { code: 'bad-theme-code', field: 'code', params: { value: code } }
  if (lines.has(code))
    return { code: 'theme-code-twice', field: 'code', params: { value: code, first: lines.get(code) ?? '?' } }
  if (lead !== undefined) {
    const by = before.concepts.get(lead)?.label.fr ?? lead
    return { code: 'theme-code-leads', field: 'code', params: { value: code, by } }
  }
  if (before.concepts.has(code) || (fr ?? '') !== '' || (en ?? '') !== '') return undefined
  return { code: 'theme-label-needed', field: 'label_fr', params: { value: code } }
}

function conceptOf(before: VocabularyTree, row: ConceptRow, nextPlace: () => number): PlacedConcept {
  const held = before.concepts.get(row.code)
  const fr = row.fr || held?.label.fr || row.en || row.code
  const en = row.en === undefined ? held?.label.en : row.en
  const broader = row.broader === undefined ? held?.broader : (row.broader ?? undefined)
  const synonyms = (row.synonyms ?? held?.synonyms ?? []).filter((one) => one !== fr && one !== en)
  return {
    ...{ code: row.code, vocabulary: before.about.id, label: en ? { fr, en } : { fr } },
    ...(broader === undefined ? {} : { broader }),
    ...{ synonyms: [...new Set(synonyms)], notations: row.notations ?? held?.notations ?? {} },
    position: held?.position ?? nextPlace(),
  }
}

// A file may still name a broader concept by a code that has been merged since.
function withBroader(
  concepts: ReadonlyMap<string, PlacedConcept>,
  aliases: ReadonlyMap<string, string>,
): Map<string, PlacedConcept> {
  return new Map(
    [...concepts].map(([code, one]) => {
      const lead = one.broader === undefined || concepts.has(one.broader) ? undefined : aliases.get(one.broader)
      return [code, lead === undefined ? one : { ...one, broader: lead }]
    }),
  )
}

function treeProblems(tree: VocabularyTree, { line }: ConceptRow, { code }: PlacedConcept): Problem[] {
  const at = line === undefined ? {} : { line }
  const concept = tree.concepts.get(code)
  const broader = concept?.broader
  if (!concept || broader === undefined) return []
  if (!tree.concepts.has(broader))
    return [{ code: 'theme-broader-missing', field: 'broader', params: { value: broader }, ...at }]
  if (!liesUnder(tree, broader, code)) return []
  const params = { value: concept.label.fr, by: tree.concepts.get(broader)?.label.fr ?? broader }
  return [{ code: 'theme-circle', field: 'broader', params, ...at }]
}

function compared(before: VocabularyTree, put: Put): Pick<ImportPlan, 'added' | 'changed' | 'moved'> {
  const held = put.flatMap(({ row, concept }) => {
    const was = before.concepts.get(concept.code)
    return was ? [{ row, concept, was }] : []
  })
  return {
    added: put
      .filter(({ concept }) => !before.concepts.has(concept.code))
      .map(({ row, concept }) => imported(concept, row)),
    changed: held
      .filter(({ concept, was }) => said(concept) !== said(was))
      .map(({ row, concept }) => imported(concept, row)),
    moved: held
      .filter(({ concept, was }) => concept.broader !== was.broader)
      .map(({ row, concept, was }) => {
        return { ...imported(concept, row), from: was.broader ?? null, to: concept.broader ?? null }
      }),
  }
}

function said({ label, synonyms, notations }: PlacedConcept): string {
  return JSON.stringify([label.fr, label.en ?? null, synonyms, Object.entries(notations).sort()])
}

function imported({ code, label }: PlacedConcept, row?: ConceptRow): ImportedConcept {
  return { code, label: label.fr, ...(row?.line === undefined ? {} : { line: row.line }) }
}

// Deepest first, so that each leads to what is still there; a top concept has nothing to lead to, and stays.
function withoutGone(
  placed: VocabularyTree,
  gone: readonly ImportedConcept[],
): { readonly tree: VocabularyTree; readonly retired: readonly ImportedConcept[] } {
  const wanted = new Map(gone.map((one) => [one.code, one]))
  const retired: ImportedConcept[] = []
  let tree = placed
  for (const { concept, depth } of walkTree(placed).toReversed()) {
    const one = wanted.get(concept.code)
    const done = one && depth > 0 ? changeTree(tree, { do: 'retire', code: one.code, into: null }) : undefined
    if (!one || !done?.ok) continue
    tree = done.value
    retired.push(one)
  }
  return { tree, retired }
}
