import { fold } from '../../pipeline/model/fold.ts'
import type { Concept } from '../../pipeline/model/theme.ts'

/** One vocabulary, ready to be searched. */
export interface VocabularyIndex {
  readonly concepts: readonly Concept[]
  readonly byCode: ReadonlyMap<string, Concept>
  /** By folded code, label in any language, then synonym: the first to claim a word keeps it. */
  readonly byWord: ReadonlyMap<string, Concept>
  /** By `scheme:CODE`. */
  readonly byNotation: ReadonlyMap<string, Concept>
  /** Children by code; the top concepts under null. */
  readonly narrower: ReadonlyMap<string | null, readonly Concept[]>
  /** Folded labels, then folded synonyms, of each concept of the list. */
  readonly words: readonly { readonly labels: readonly string[]; readonly synonyms: readonly string[] }[]
}

/** Indexes the concepts of one vocabulary, in their order. */
export function indexVocabulary(concepts: readonly Concept[]): VocabularyIndex {
  const words = concepts.map(({ label, synonyms }) => ({
    labels: [label.fr, ...(label.en === undefined ? [] : [label.en])].map(fold),
    synonyms: synonyms.map(fold),
  }))
  const byCode = new Map(concepts.map((concept) => [concept.code, concept]))
  const known = (code: string | undefined) => (code !== undefined && byCode.has(code) ? code : null)
  return {
    concepts,
    byCode,
    byWord: firstOf([
      ...concepts.map((concept) => [fold(concept.code), concept] as const),
      ...concepts.flatMap((concept, i) => words[i]?.labels.map((word) => [word, concept] as const) ?? []),
      ...concepts.flatMap((concept, i) => words[i]?.synonyms.map((word) => [word, concept] as const) ?? []),
    ]),
    byNotation: firstOf(concepts.flatMap((concept) => notationsOf(concept).map((one) => [one, concept] as const))),
    narrower: Map.groupBy(concepts, (concept) => known(concept.broader)),
    words,
  }
}

function notationsOf({ vocabulary, code, notations }: Concept): string[] {
  const foreign = Object.entries(notations).flatMap(([scheme, codes]) => codes.map((one) => notation(scheme, one)))
  return [notation(vocabulary, code), ...foreign]
}

/** Comparable form of a notation. */
export function notation(scheme: string, code: string): string {
  return `${scheme.toLowerCase()}:${code.toUpperCase()}`
}

function firstOf(pairs: readonly (readonly [string, Concept])[]): Map<string, Concept> {
  const map = new Map<string, Concept>()
  for (const [word, concept] of pairs) if (word !== '' && !map.has(word)) map.set(word, concept)
  return map
}
