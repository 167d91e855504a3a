import type { Concept, Thesaurus, Vocabulary } from '../../pipeline/model/theme.ts'
import { resolveConcept } from './resolve-concept.ts'
import { suggestConcepts } from './suggest-concepts.ts'
import { indexVocabulary, type VocabularyIndex } from './vocabulary-index.ts'

/** What is known of vocabularies beside their concepts: names and switches, and codes out of use. */
export interface AboutVocabularies {
  readonly vocabularies?: readonly Vocabulary[]
  readonly aliases?: readonly { readonly vocabulary: string; readonly code: string; readonly target: string }[]
}

/** Holds vocabularies in memory and answers from them; the order of the concepts is the order of every list. */
export function buildThesaurus(concepts: readonly Concept[], about: AboutVocabularies = {}): Thesaurus {
  const indexes = indexAll(concepts, about)
  const abouts = new Map(about.vocabularies?.map((one) => [one.id, one]))
  return {
    vocabularies: () => [...indexes.keys()],
    vocabulary: (id) => abouts.get(id) ?? (indexes.has(id) ? unnamed(id) : undefined),
    get: (vocabulary, code) => indexes.get(vocabulary)?.byCode.get(code),
    codes: (vocabulary, code) => codesIn(indexes.get(vocabulary), code),
    ancestors: (vocabulary, code) => ancestorsIn(indexes.get(vocabulary), code),
    narrower: (vocabulary, code) => narrowerIn(indexes.get(vocabulary), code),
    resolve(vocabulary, text) {
      const index = indexes.get(vocabulary)
      return index === undefined ? undefined : resolveConcept(index, text)
    },
    suggest(vocabulary, text, limit = 10) {
      const index = indexes.get(vocabulary)
      return index === undefined ? [] : suggestConcepts(index, text, limit)
    },
  }
}

function indexAll(concepts: readonly Concept[], about: AboutVocabularies): ReadonlyMap<string, VocabularyIndex> {
  const grouped = Map.groupBy(concepts, (concept) => concept.vocabulary)
  const leads = Map.groupBy(about.aliases ?? [], (alias) => alias.vocabulary)
  const ids = new Set([...grouped.keys(), ...(about.vocabularies ?? []).map(({ id }) => id)])
  return new Map(
    [...ids].map((id) => {
      const pairs = (leads.get(id) ?? []).map(({ code, target }) => [code, target] as const)
      return [id, indexVocabulary(grouped.get(id) ?? [], new Map(pairs))]
    }),
  )
}

function unnamed(id: string): Vocabulary {
  return { id, label: { fr: id }, rules: {}, editedAt: null }
}

function codesIn(index: VocabularyIndex | undefined, code: string): readonly string[] {
  const concept = index?.byCode.get(code)
  return concept === undefined ? [] : [concept.code, ...(index?.aliases.get(concept.code) ?? [])]
}

function ancestorsIn(index: VocabularyIndex | undefined, code: string): readonly string[] {
  const reached = new Set<string>()
  const codes: string[] = []
  for (let at = index?.byCode.get(code); at !== undefined && !reached.has(at.code); ) {
    reached.add(at.code)
    codes.push(at.code, ...(index?.aliases.get(at.code) ?? []))
    at = at.broader === undefined ? undefined : index?.byCode.get(at.broader)
  }
  return codes
}

function narrowerIn(index: VocabularyIndex | undefined, code: string | null): readonly Concept[] {
  if (code === null) return index?.narrower.get(null) ?? []
  return index?.narrower.get(index.byCode.get(code)?.code ?? code) ?? []
}
