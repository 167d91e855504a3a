import type { VocabularyTree } from '../../pipeline/model/theme.ts'
import { writeJsonLd } from './json-ld.ts'
import { skosFacts } from './skos.ts'
import { writeTurtle } from './turtle.ts'
import { writeVocabularyCsv } from './vocabulary-csv.ts'
import type { VocabularyFormat } from './vocabulary-rows.ts'

/** A vocabulary whole in one of the formats; names of concepts begin with the farm's address. */
export function writeVocabulary(tree: VocabularyTree, format: VocabularyFormat, origin: string): string {
  if (format === 'csv') return writeVocabularyCsv(tree)
  const scheme = `${origin}/themes/${encodeURIComponent(tree.about.id)}`
  const names = { scheme, concept: `${scheme}/`, notation: `${origin}/notations/` }
  const facts = skosFacts(tree, names)
  const prefixes = { '': names.concept, scheme: names.notation }
  return format === 'turtle'
    ? writeTurtle(facts, prefixes)
    : writeJsonLd(facts, { c: names.concept, n: names.notation })
}
