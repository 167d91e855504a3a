import type { Language } from '../../../pipeline/model/local-text.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Thesaurus, VocabularyRules, VocabularyTree } from '../../../pipeline/model/theme.ts'
import { walkTree } from '../../themes/tree-order.ts'
import type { Option } from '../components/shapes.ts'
import type { Words } from '../words/words.ts'

/** One concept of the tree as the editor lists it. */
export interface TreeRow {
  readonly code: string
  readonly label: string
  readonly live: number
  readonly current: boolean
  /** How many lie under it. */
  readonly below: number
  /** Those under it that are shown; none where the branch is folded. */
  readonly under: readonly TreeRow[]
}

/** Small vocabularies are shown whole, of big ones the branches to the open term. */
const WHOLE = 250
/** Longer lists are not chosen from but written in. */
const LISTED = 400

/** The tree as the editor shows it. */
export function treeRows(
  tree: VocabularyTree,
  shown: {
    readonly counts: ReadonlyMap<string, number>
    readonly open: string | undefined
    readonly language: Language
  },
): readonly TreeRow[] {
  const { counts, open, language } = shown
  const byBroader = Map.groupBy(
    walkTree(tree).map(({ concept }) => concept),
    ({ broader }) => (broader !== undefined && tree.concepts.has(broader) ? broader : null),
  )
  const unfolded = unfoldedBy(tree, open)
  const rows = (code: string | null): TreeRow[] =>
    (byBroader.get(code) ?? []).map((concept) => ({
      ...{ code: concept.code, label: inLanguage(concept.label, language), live: counts.get(concept.code) ?? 0 },
      ...{ current: concept.code === open, below: belowOf(concept.code) },
      under: tree.concepts.size <= WHOLE || unfolded.has(concept.code) ? rows(concept.code) : [],
    }))
  const belowOf = (code: string): number =>
    (byBroader.get(code) ?? []).reduce((sum, one) => sum + 1 + belowOf(one.code), 0)
  return rows(null)
}

/** Every concept to choose from, indented, but one and what lies under it; undefined where there are too many to list. */
export function conceptOptions(
  tree: VocabularyTree,
  asked: { readonly but: string; readonly selected: string | undefined; readonly language: Language },
): readonly Option[] | undefined {
  if (tree.concepts.size > LISTED) return undefined
  let within = -1
  return walkTree(tree).flatMap(({ concept, depth }) => {
    if (within >= 0 && depth > within) return []
    within = concept.code === asked.but ? depth : -1
    if (within >= 0) return []
    const label = `${'\u2003'.repeat(depth)}${inLanguage(concept.label, asked.language)}`
    return [{ value: concept.code, label, selected: concept.code === asked.selected }]
  })
}

/** How many concepts a vocabulary holds. */
export function vocabularySize(thesaurus: Thesaurus, id: string, code: string | null = null): number {
  return thesaurus.narrower(id, code).reduce((sum, one) => sum + 1 + vocabularySize(thesaurus, id, one.code), 0)
}

/** The switches of a vocabulary in a few words. */
export function rulesText({ one, required_on = [], only_on = [], assigned_by }: VocabularyRules, words: Words): string {
  const said = [
    ...(one ? [words('themes.rules.one')] : []),
    ...(required_on.length > 0 ? [words('themes.rules.required', { count: required_on.length })] : []),
    ...(only_on.length > 0 ? [words('themes.rules.only', { count: only_on.length })] : []),
    ...(assigned_by ? [words('themes.rules.by', { role: words(`desk.role.${assigned_by}`) })] : []),
  ]
  return said.length === 0 ? words('themes.rules.none') : said.join(', ')
}

function unfoldedBy({ concepts }: VocabularyTree, open: string | undefined): ReadonlySet<string> {
  const path = new Set<string>()
  for (let at = open; at !== undefined && !path.has(at); at = concepts.get(at)?.broader) path.add(at)
  return path
}
