import { JsonPlace } from '../../pipeline/model/json-place.ts'
import type { LocalText } from '../../pipeline/model/local-text.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Concept } from '../../pipeline/model/theme.ts'

/** A vocabulary file already parsed. */
export interface VocabularyFile {
  /** Name for messages. */
  readonly file: string
  readonly json: unknown
}

/** A vocabulary as declared, its tree laid flat, parents before children. */
export interface DeclaredVocabulary {
  readonly id: string
  readonly label: LocalText
  readonly concepts: readonly Concept[]
}

/**
 * Reads a vocabulary (`instances/themes/*.json`). Every mistake, a code used twice included, is a `bad-declaration-…`
 * problem with `{ file, place }`, the place as a JSON Pointer.
 */
export function declareVocabulary({ file, json }: VocabularyFile): Result<DeclaredVocabulary> {
  const problems: Problem[] = []
  const place = new JsonPlace(json, { file, problems })
  place.only(['$schema', 'id', 'label', 'source', 'concepts'])
  const id = place.at('id').text()
  const label = place.at('label').localText()
  const concepts: Concept[] = []
  const codes = new Set<string>()
  for (const top of place.at('concepts').items()) addConcepts(top, { vocabulary: id, concepts, codes })
  return problems.length === 0 ? ok({ id, label, concepts }) : fail(...problems)
}

interface Reading {
  readonly vocabulary: string
  readonly broader?: string
  readonly concepts: Concept[]
  readonly codes: Set<string>
}

function addConcepts(place: JsonPlace, reading: Reading): void {
  place.only(['code', 'label', 'synonyms', 'notations', 'narrower'])
  const { vocabulary, broader, codes } = reading
  const code = place.at('code').text()
  if (codes.has(code)) place.at('code').problem('bad-declaration-duplicate', { value: code })
  codes.add(code)
  reading.concepts.push({
    code,
    vocabulary,
    label: place.at('label').localText(),
    broader,
    synonyms: synonymsOf(place.at('synonyms')),
    notations: notationsOf(place.at('notations')),
  })
  if (!place.at('narrower').exists) return
  for (const narrower of place.at('narrower').items()) addConcepts(narrower, { ...reading, broader: code })
}

function synonymsOf(place: JsonPlace): string[] {
  if (!place.exists) return []
  place.only(['fr', 'en'])
  return ['fr', 'en'].flatMap((language) => textsOf(place.at(language)))
}

function notationsOf(place: JsonPlace): Concept['notations'] {
  if (!place.exists) return {}
  place.only(SCHEMES)
  const schemes = SCHEMES.filter((scheme) => place.at(scheme).exists)
  return Object.fromEntries(schemes.map((scheme) => [scheme, textsOf(place.at(scheme))]))
}

// Schemes whose codes lead to a concept: ROME (France Travail), NSF and NAF (INSEE).
const SCHEMES = ['rome', 'nsf', 'naf']

function textsOf(place: JsonPlace): string[] {
  return place.exists ? place.items().map((item) => item.text()) : []
}
