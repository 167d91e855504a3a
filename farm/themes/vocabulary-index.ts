import { fold } from '../../pipeline/model/fold.ts'
import type { Concept } from '../../pipeline/model/theme.ts'

/** One vocabulary, ready to be searched. */
export interface VocabularyIndex {
  readonly concepts: readonly Concept[]
  /** By code, and by every code that leads to it. */
  readonly byCode: ReadonlyMap<string, Concept>
  /** Codes that lead to a concept, by its own. */
  readonly aliases: ReadonlyMap<string, readonly string[]>
  /** By folded code, label in any language, then synonym: the first to claim a word keeps it. */
  readonly byWord: ReadonlyMap<string, Concept>
  /** By `scheme:CODE`. */
  readonly byNotation: ReadonlyMap<string, Concept>
  /** Children by code; the top concepts under null. */
  readonly narrower: ReadonlyMap<string | null, readonly Concept[]>
  /** Folded labels, then folded synonyms, of each concept of the list. */
  readonly words: readonly { readonly labels: readonly string[]; readonly synonyms: readonly string[] }[]
}

/** Indexes the concepts of one vocabulary, in their order; `leads` are codes out of use and the concept each one leads to. */
export function indexVocabulary(
  concepts: readonly Concept[],
  leads: ReadonlyMap<string, string> = new Map(),
): VocabularyIndex {
  const words = concepts.map(({ label, synonyms }) => ({
    labels: [label.fr, ...(label.en === undefined ? [] : [label.en])].map(fold),
    synonyms: synonyms.map(fold),
  }))
  const byCode = new Map(concepts.map((concept) => [concept.code, concept]))
  const aliases = new Map<string, string[]>()
  for (const code of leads.keys()) {
    const concept = ledTo(code, leads, byCode)
    if (!concept || byCode.has(code)) continue
    aliases.getOrInsert(concept.code, []).push(code)
  }
  for (const [code, codes] of aliases) for (const one of codes) setTo(byCode, one, byCode.get(code))
  const known = (code: string | undefined) => (code === undefined ? null : (byCode.get(code)?.code ?? null))
  return {
    concepts,
    byCode,
    aliases,
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

// Codes lead on and on when a concept that took one in was merged itself; a circle leads nowhere.
function ledTo(
  code: string,
  leads: ReadonlyMap<string, string>,
  byCode: ReadonlyMap<string, Concept>,
): Concept | undefined {
  let at: string | undefined = code
  for (let steps = 0; at !== undefined && steps <= leads.size; steps++) {
    const concept = byCode.get(at)
    if (concept) return concept
    at = leads.get(at)
  }
  return undefined
}

function setTo(map: Map<string, Concept>, code: string, concept: Concept | undefined): void {
  if (concept) map.set(code, concept)
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
