import type { Concept, Thesaurus } from '../../pipeline/model/theme.ts'
import { resolveConcept } from './resolve-concept.ts'
import { suggestConcepts } from './suggest-concepts.ts'
import { indexVocabulary, type VocabularyIndex } from './vocabulary-index.ts'

/** Holds vocabularies in memory and answers from them; the order of the concepts is the order of every list. */
export function buildThesaurus(concepts: readonly Concept[]): Thesaurus {
  const grouped = Map.groupBy(concepts, (concept) => concept.vocabulary)
  const vocabularies = new Map([...grouped].map(([id, members]) => [id, indexVocabulary(members)]))
  return {
    vocabularies: () => [...vocabularies.keys()],
    get: (vocabulary, code) => vocabularies.get(vocabulary)?.byCode.get(code),
    ancestors: (vocabulary, code) => ancestorsIn(vocabularies.get(vocabulary), code),
    narrower: (vocabulary, code) => vocabularies.get(vocabulary)?.narrower.get(code) ?? [],
    resolve(vocabulary, text) {
      const index = vocabularies.get(vocabulary)
      return index === undefined ? undefined : resolveConcept(index, text)
    },
    suggest(vocabulary, text, limit = 10) {
      const index = vocabularies.get(vocabulary)
      return index === undefined ? [] : suggestConcepts(index, text, limit)
    },
  }
}

function ancestorsIn(index: VocabularyIndex | undefined, code: string): readonly string[] {
  const reached = new Set<string>()
  for (let at = index?.byCode.get(code); at !== undefined && !reached.has(at.code); ) {
    reached.add(at.code)
    at = at.broader === undefined ? undefined : index?.byCode.get(at.broader)
  }
  return [...reached]
}
