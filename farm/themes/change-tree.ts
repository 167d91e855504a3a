import { fold } from '../../pipeline/model/fold.ts'
import type { LocalText } from '../../pipeline/model/local-text.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Concept, PlacedConcept, VocabularyTree } from '../../pipeline/model/theme.ts'
import { childrenOf, lastPlace, liesUnder } from './tree-order.ts'

/** What a concept says of itself. */
export interface ConceptSaid {
  readonly label: LocalText
  readonly synonyms: readonly string[]
  readonly notations: Concept['notations']
}

/** One change of a tree; `broader` null is the top. */
export type TreeChange =
  | ({ readonly do: 'add'; readonly code: string; readonly broader: string | null } & ConceptSaid)
  | ({ readonly do: 'describe'; readonly code: string } & ConceptSaid)
  | { readonly do: 'move'; readonly code: string; readonly broader: string | null }
  | { readonly do: 'shift'; readonly code: string; readonly by: 'up' | 'down' }
  | { readonly do: 'merge'; readonly code: string; readonly into: string }
  | { readonly do: 'retire'; readonly code: string; readonly into: string | null }

/**
 * A tree after one change, or why not: `unknown-term`, `theme-code-taken`, `bad-theme-code`, `required`, `theme-circle`,
 * `theme-merge-below`, each with its field. Nothing of a refused change is kept.
 */
export function changeTree(tree: VocabularyTree, change: TreeChange): Result<VocabularyTree> {
  if (change.do === 'add') return add(tree, change)
  const concept = tree.concepts.get(change.code)
  if (!concept) return fail(unknown(tree, change.code, 'code'))
  switch (change.do) {
    case 'describe':
      return describe(tree, { ...concept, ...saidOf(change) })
    case 'move':
      return move(tree, concept, change.broader)
    case 'shift':
      return ok(shift(tree, concept, change.by))
    case 'merge':
      return merge(tree, concept, change.into)
    case 'retire':
      return retire(tree, concept, change.into)
  }
}

function add(tree: VocabularyTree, { code, broader, ...said }: Extract<TreeChange, { do: 'add' }>) {
  const problems: Problem[] = []
  const lead = tree.aliases.get(code)
  if (!/^[a-z0-9][a-z0-9._-]{0,59}$/i.test(code))
    problems.push({ code: 'bad-theme-code', field: 'code', params: { value: code } })
  else if (tree.concepts.has(code))
    problems.push({ code: 'theme-code-taken', field: 'code', params: { value: code, by: labelOf(tree, code) } })
  else if (lead !== undefined)
    problems.push({ code: 'theme-code-leads', field: 'code', params: { value: code, by: labelOf(tree, lead) } })
  if (broader !== null && !tree.concepts.has(broader)) problems.push(unknown(tree, broader, 'broader'))
  if (said.label.fr.trim() === '') problems.push({ code: 'required', field: 'label' })
  if (problems.length > 0) return fail(...problems)
  const fresh = { code, vocabulary: tree.about.id, ...saidOf(said), position: lastPlace(tree) }
  return ok(withConcepts(tree, [under(fresh, broader)]))
}

function describe(tree: VocabularyTree, concept: PlacedConcept): Result<VocabularyTree> {
  if (concept.label.fr.trim() === '') return fail({ code: 'required', field: 'label' })
  return ok(withConcepts(tree, [concept]))
}

function move(tree: VocabularyTree, concept: PlacedConcept, broader: string | null): Result<VocabularyTree> {
  if ((concept.broader ?? null) === broader) return ok(tree)
  if (broader !== null && !tree.concepts.has(broader)) return fail(unknown(tree, broader, 'broader'))
  if (broader !== null && liesUnder(tree, broader, concept.code)) {
    const params = { value: concept.label.fr, by: labelOf(tree, broader) }
    return fail({ code: 'theme-circle', field: 'broader', params })
  }
  return ok(withConcepts(tree, [under({ ...concept, position: lastPlace(tree) }, broader)]))
}

function shift(tree: VocabularyTree, concept: PlacedConcept, by: 'up' | 'down'): VocabularyTree {
  const siblings = [...childrenOf(tree, concept.broader ?? null)]
  const from = siblings.findIndex(({ code }) => code === concept.code)
  const to = from + (by === 'up' ? -1 : 1)
  const places = siblings.map(({ position }) => position)
  if (to < 0 || to >= siblings.length) return tree
  siblings.splice(to, 0, ...siblings.splice(from, 1))
  // Files may give two of them one place: exchanging equal places would move nothing.
  const distinct = places.map((place, i) => Math.max(place, (places[0] ?? 0) + i))
  return withConcepts(
    tree,
    siblings.map((one, i) => ({ ...one, position: distinct[i] ?? one.position })),
  )
}

function merge(tree: VocabularyTree, concept: PlacedConcept, into: string): Result<VocabularyTree> {
  const target = tree.concepts.get(into)
  if (!target) return fail(unknown(tree, into, 'into'))
  if (liesUnder(tree, into, concept.code))
    return fail({ code: 'theme-merge-below', field: 'into', params: { value: concept.label.fr, by: target.label.fr } })
  const names = [concept.label.fr, concept.label.en ?? '', ...concept.synonyms]
  const grown = {
    ...target,
    synonyms: withNames(target, names),
    notations: withNotations(target.notations, concept.notations),
  }
  const orphans = childrenOf(tree, concept.code).map((one) => under(one, into))
  return ok(without(withConcepts(tree, [grown, ...orphans]), concept.code, into))
}

function retire(tree: VocabularyTree, concept: PlacedConcept, into: string | null): Result<VocabularyTree> {
  const heir = into ?? concept.broader ?? null
  if (heir !== null && !tree.concepts.has(heir)) return fail(unknown(tree, heir, 'into'))
  if (heir !== null && liesUnder(tree, heir, concept.code)) {
    const params = { value: concept.label.fr, by: labelOf(tree, heir) }
    return fail({ code: 'theme-merge-below', field: 'into', params })
  }
  const orphans = childrenOf(tree, concept.code).map((one) => under(one, concept.broader ?? null))
  return ok(without(withConcepts(tree, orphans), concept.code, heir))
}

function without(tree: VocabularyTree, code: string, heir: string | null): VocabularyTree {
  const concepts = new Map(tree.concepts)
  concepts.delete(code)
  const aliases = new Map(tree.aliases)
  for (const [one, target] of tree.aliases) {
    if (target !== code) continue
    if (heir === null) aliases.delete(one)
    else aliases.set(one, heir)
  }
  if (heir !== null) aliases.set(code, heir)
  return { ...tree, concepts, aliases }
}

function withConcepts(tree: VocabularyTree, put: readonly PlacedConcept[]): VocabularyTree {
  return { ...tree, concepts: new Map([...tree.concepts, ...put.map((one) => [one.code, one] as const)]) }
}

function under({ broader: _, ...concept }: PlacedConcept, broader: string | null): PlacedConcept {
  return broader === null ? concept : { ...concept, broader }
}

function saidOf({ label, synonyms, notations }: ConceptSaid): ConceptSaid {
  const { fr, en = '' } = label
  const named = en.trim() === '' ? { fr: fr.trim() } : { fr: fr.trim(), en: en.trim() }
  const filled = Object.entries(notations).filter(([, codes]) => codes.length > 0)
  return { label: named, synonyms: distinctNames(synonyms), notations: Object.fromEntries(filled) }
}

function withNames({ label, synonyms }: PlacedConcept, names: readonly string[]): string[] {
  const own = new Set([label.fr, label.en ?? ''].map(fold))
  return distinctNames([...synonyms, ...names.filter((name) => !own.has(fold(name)))])
}

function distinctNames(names: readonly string[]): string[] {
  const seen = new Map<string, string>()
  for (const name of names) if (fold(name) !== '') seen.getOrInsert(fold(name), name.trim())
  return [...seen.values()]
}

function withNotations(one: Concept['notations'], other: Concept['notations']): Concept['notations'] {
  const schemes = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return Object.fromEntries(
    schemes.map((scheme) => [scheme, [...new Set([...(one[scheme] ?? []), ...(other[scheme] ?? [])])]]),
  )
}

function unknown({ about }: VocabularyTree, value: string, field: string): Problem {
  return { code: 'unknown-term', field, params: { value, vocabulary: about.id } }
}

function labelOf({ concepts }: VocabularyTree, code: string): string {
  return concepts.get(code)?.label.fr ?? code
}
