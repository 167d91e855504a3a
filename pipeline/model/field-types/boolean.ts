import { fold } from '../fold.ts'
import { inLanguage } from '../local-text.ts'
import { WORDS } from '../words.ts'
import { textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import { yesOrNo } from '../written/yes-no.ts'
import type { FieldType } from './field-type.ts'

/** Yes or no. Problem: `not-a-boolean`. */
export const boolean: FieldType = {
  id: 'boolean',
  read(raw) {
    const text = textOf(raw)
    if (fold(text) === '') return BLANK
    const value = yesOrNo(text)
    return value === null ? refused('not-a-boolean', text) : read(value)
  },
  write: (value) => (value === true ? 'oui' : 'non'),
  show: (value, _field, context) => inLanguage(value === true ? WORDS.yes : WORDS.no, context.language),
  words: () => '',
}
