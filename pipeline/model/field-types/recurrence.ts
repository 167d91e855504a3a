import { inLanguage, type Language, type LocalText } from '../local-text.ts'
import { showDate } from '../typography.ts'
import { WORDS } from '../words.ts'
import { cleanLine } from '../written/clean.ts'
import { dayNames, FREQUENCIES } from '../written/frequencies.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import { recurrenceRule, ruleText } from '../written/recurrence-rules.ts'
import type { FieldType } from './field-type.ts'

/** A recurrence rule of RFC 5545 (`FREQ=WEEKLY;BYDAY=TU`), stored validated and in a fixed order of its parts. Problem: `not-a-recurrence`. */
export const recurrence: FieldType = {
  id: 'recurrence',
  read(raw) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const rule = recurrenceRule(text)
    return rule === null ? refused('not-a-recurrence', text) : read(ruleText(rule))
  },
  write: storedText,
  show: (value, _field, context) => showRule(storedText(value), context.language),
  words: () => '',
}

function showRule(text: string, language: Language): string {
  const rule = recurrenceRule(text)
  const frequency: LocalText | undefined = FREQUENCIES[rule?.get('FREQ') ?? '']
  if (rule === null || frequency === undefined) return text
  const interval = Number(rule.get('INTERVAL') ?? 1)
  const every = inLanguage(frequency, language)
  const often = interval === 1 ? every : `${every} (1/${interval})`
  const until = rule.get('UNTIL')
  const count = rule.get('COUNT')
  const day = until === undefined ? '' : `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`
  const end = day === '' ? '' : `${inLanguage(WORDS.until, language)} ${showDate(day, language)}`
  const times = count === undefined ? '' : `${count} ${inLanguage(WORDS.times, language)}`
  return [often, dayNames(rule.get('BYDAY'), language), end, times].filter((piece) => piece !== '').join(', ')
}
