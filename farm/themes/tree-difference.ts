import type { PlacedConcept, TreeDifference, VocabularyTree } from '../../pipeline/model/theme.ts'

/** What to write to come from one state of a vocabulary to another; the other way round, it undoes. */
export function differenceOf(before: VocabularyTree, after: VocabularyTree): TreeDifference {
  const { label, rules } = after.about
  const renamed = JSON.stringify([label, rules]) !== JSON.stringify([before.about.label, before.about.rules])
  return {
    put: [...after.concepts.values()].filter((one) => !same(one, before.concepts.get(one.code))),
    gone: [...before.concepts.keys()].filter((code) => !after.concepts.has(code)),
    aliases: [...after.aliases].filter(([code, target]) => before.aliases.get(code) !== target),
    unaliased: [...before.aliases.keys()].filter((code) => !after.aliases.has(code)),
    ...(renamed ? { about: { label, rules } } : {}),
  }
}

/** A vocabulary after that difference was written. */
export function withDifference(tree: VocabularyTree, { put, gone, aliases, ...rest }: TreeDifference): VocabularyTree {
  const concepts = new Map(tree.concepts)
  for (const code of gone) concepts.delete(code)
  for (const one of put) concepts.set(one.code, one)
  const leads = new Map([...tree.aliases, ...aliases])
  for (const code of rest.unaliased) leads.delete(code)
  return { about: { ...tree.about, ...rest.about }, concepts: inOrder(concepts), aliases: leads }
}

/** Whether anything would be written. */
export function changesNothing({ put, gone, aliases, unaliased, about }: TreeDifference): boolean {
  return put.length + gone.length + aliases.length + unaliased.length === 0 && about === undefined
}

/**
 * Codes by whose terms one finds every entry that may be described or routed otherwise afterwards: concepts that differ,
 * and what codes out of use led to and lead to.
 */
export function touchedCodes(before: VocabularyTree, after: VocabularyTree): string[] {
  const { put, gone, aliases, unaliased } = differenceOf(before, after)
  const leads = [...aliases.map(([code]) => code), ...unaliased]
  const targets = leads.flatMap((code) => [before.aliases.get(code) ?? [], after.aliases.get(code) ?? []].flat())
  const told = put.filter((one) => !sameTold(one, before.concepts.get(one.code))).map(({ code }) => code)
  return [...new Set([...told, ...gone, ...leads, ...targets])]
}

function same(one: PlacedConcept, other: PlacedConcept | undefined): boolean {
  return other?.position === one.position && sameTold(one, other)
}

function sameTold(one: PlacedConcept, other: PlacedConcept | undefined): boolean {
  return other !== undefined && told(one) === told(other)
}

function told({ label, broader, synonyms, notations }: PlacedConcept): string {
  const schemes = Object.entries(notations).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([label.fr, label.en ?? null, broader ?? null, synonyms, schemes])
}

function inOrder(concepts: ReadonlyMap<string, PlacedConcept>): Map<string, PlacedConcept> {
  return new Map([...concepts].sort(([, a], [, b]) => a.position - b.position))
}
