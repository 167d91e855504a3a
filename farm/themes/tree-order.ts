import type { PlacedConcept, VocabularyTree } from '../../pipeline/model/theme.ts'

/** Concepts right under that code (null for the top ones), in their order. */
export function childrenOf({ concepts }: VocabularyTree, code: string | null): readonly PlacedConcept[] {
  const all = [...concepts.values()]
  const under = all.filter((one) => (knownBroader(one, concepts) ?? null) === code)
  return under.sort((a, b) => a.position - b.position)
}

/** Whether a concept is that one, or lies under it. */
export function liesUnder({ concepts }: VocabularyTree, code: string, under: string): boolean {
  const seen = new Set<string>()
  for (let at = concepts.get(code); at !== undefined && !seen.has(at.code); ) {
    if (at.code === under) return true
    seen.add(at.code)
    at = at.broader === undefined ? undefined : concepts.get(at.broader)
  }
  return false
}

/** A place after every other. */
export function lastPlace({ concepts }: VocabularyTree): number {
  return [...concepts.values()].reduce((last, one) => Math.max(last, one.position), -1) + 1
}

/** Every concept once, parents before children, with how deep it lies. */
export function walkTree(tree: VocabularyTree): readonly { readonly concept: PlacedConcept; readonly depth: number }[] {
  const { concepts } = tree
  const byBroader = Map.groupBy(concepts.values(), (one) => knownBroader(one, concepts) ?? null)
  const walk = (code: string | null, depth: number): { concept: PlacedConcept; depth: number }[] =>
    (byBroader.get(code) ?? [])
      .toSorted((a, b) => a.position - b.position)
      .flatMap((concept) => [{ concept, depth }, ...walk(concept.code, depth + 1)])
  return walk(null, 0)
}

function knownBroader({ broader }: PlacedConcept, concepts: VocabularyTree['concepts']): string | undefined {
  return broader !== undefined && concepts.has(broader) ? broader : undefined
}
