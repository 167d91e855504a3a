import type { Field } from '../field.ts'
import { inLanguage } from '../local-text.ts'
import { cleanLine } from '../written/clean.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** A concept of the field's vocabulary, stored as its code; reads codes, labels, synonyms and notations. Problem: `unknown-term`. */
export const term: FieldType = {
  id: 'term',
  read(raw, field, { thesaurus }) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const vocabulary = vocabularyOf(field)
    const concept = text.length > 300 ? undefined : thesaurus.resolve(vocabulary, text)
    return concept === undefined ? refused('unknown-term', text, { vocabulary }) : read(concept.code)
  },
  write: storedText,
  show(value, field, { thesaurus, language }) {
    const concept = thesaurus.get(vocabularyOf(field), storedText(value))
    return concept === undefined ? storedText(value) : inLanguage(concept.label, language)
  },
  words(value, field, { thesaurus }) {
    const concept = thesaurus.get(vocabularyOf(field), storedText(value))
    return concept === undefined ? '' : [concept.label.fr, concept.label.en ?? '', ...concept.synonyms].join(' ').trim()
  },
}

function vocabularyOf(field: Field): string {
  return field.vocabulary ?? 'themes'
}
