import type { Field } from '../field.ts'
import { inLanguage } from '../local-text.ts'
import { showDate } from '../typography.ts'
import { WORDS } from '../words.ts'
import { cleanLine } from '../written/clean.ts'
import { dateText, writtenDate } from '../written/dates.ts'
import { isRecord, part, storedPart } from '../written/parts.ts'
import { BLANK, read, refused, refusedPart } from '../written/reading.ts'
import { yesOrNo } from '../written/yes-no.ts'
import type { FieldType, Reading } from './field-type.ts'

/**
 * A consent and its day, stored `{ given, on? }`; a given one always has its day, proof of it (RGPD art. 7).
 * Problems: `consent-required` where the field is required and it is refused, `required` or `not-a-date` on `on`, `not-a-boolean` on `given`.
 */
export const consent: FieldType = {
  id: 'consent',
  parts: ['given', 'on'],
  read(raw, field) {
    if (typeof raw !== 'string') return consentOf({ given: part(raw, 'given'), on: part(raw, 'on') }, field)
    const text = cleanLine(raw)
    if (text === '') return BLANK
    if (text.length > 80) return refused('not-a-date', text)
    // « Consentement daté » columns often hold the day alone.
    if (writtenDate(text) !== null) return consentOf({ given: 'oui', on: text }, field)
    const [, given = '', on = ''] = /^(\p{L}+|[01])\b[\s,;:/(]*(?:le |on )?([^)]*)\)?$/u.exec(text) ?? []
    return given === '' ? refused('not-a-boolean', text) : consentOf({ given, on: on.trim() }, field)
  },
  write(value) {
    const [given, on] = [isRecord(value) && value.given === true ? 'oui' : 'non', storedPart(value, 'on')]
    return on === '' ? { given } : { given, on }
  },
  show(value, _field, { language }) {
    if (!isRecord(value) || value.given !== true) return inLanguage(WORDS.notGiven, language)
    return `${inLanguage(WORDS.given, language)} ${showDate(storedPart(value, 'on'), language)}`
  },
  words: () => '',
}

function consentOf(written: { readonly given: string; readonly on: string }, field: Field): Reading {
  if (written.given === '') return BLANK
  const given = yesOrNo(written.given)
  if (given === null) return refusedPart('given', 'not-a-boolean', written.given)
  if (!given && field.required) return { problem: { code: 'consent-required' } }
  if (written.on === '') return given ? refusedPart('on', 'required') : read({ given })
  const day = writtenDate(written.on)
  return day?.day === undefined ? refusedPart('on', 'not-a-date', written.on) : read({ given, on: dateText(day) })
}
