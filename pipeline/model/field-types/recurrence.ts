import { inLanguage, type Language, type LocalText } from '../local-text.ts'
import { showDate } from '../typography.ts'
import { WORDS } from '../words.ts'
import { cleanLine } from '../written/clean.ts'
import { dayNames, FREQUENCIES } from '../written/frequencies.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import { type RecurrenceRule, recurrenceRule, ruleDates, ruleText } from '../written/recurrence-rules.ts'
import { recurrenceWords } from '../written/recurrence-words.ts'
import type { FieldType } from './field-type.ts'

/**
 * A recurrence, said in words (« tous les mardis ») or as a rule of RFC 5545 (`FREQ=WEEKLY;BYDAY=TU`), stored validated and in a fixed order of its parts, with the moments left out or
 * added (`;EXDATE=20261224;RDATE=20261226T180000`). Problem: `not-a-recurrence`.
 */
export const recurrence: FieldType = {
  id: 'recurrence',
  read(raw) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const rule = recurrenceRule(text) ?? recurrenceRule(recurrenceWords(text) ?? '')
    return rule === null ? refused('not-a-recurrence', text) : read(ruleText(rule))
  },
  write: storedText,
  show: (value, _field, context) => showRule(storedText(value), context.language),
  words: () => '',
}

function showRule(text: string, language: Language): string {
  const rule = recurrenceRule(text)
  const frequency: LocalText | undefined = FREQUENCIES[rule?.get('FREQ') ?? '']
  if (rule === null) return text
  const [left, added] = [showDates(rule, 'EXDATE', language), showDates(rule, 'RDATE', language)]
  if (frequency === undefined) return rule.has('FREQ') ? text : added
  const interval = Number(rule.get('INTERVAL') ?? 1)
  const every = inLanguage(frequency, language)
  const often = interval === 1 ? every : `${every} (1/${interval})`
  const until = rule.get('UNTIL')
  const count = rule.get('COUNT')
  const day = until === undefined ? '' : `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`
  const end = day === '' ? '' : `${inLanguage(WORDS.until, language)} ${showDate(day, language)}`
  const times = count === undefined ? '' : `${count} ${inLanguage(WORDS.times, language)}`
  const but = left === '' ? '' : `${inLanguage(WORDS.except, language)} ${left}`
  const also = added === '' ? '' : `${inLanguage(WORDS.also, language)} ${added}`
  return [often, dayNames(rule.get('BYDAY'), language), end, times, but, also]
    .filter((piece) => piece !== '')
    .join(', ')
}

const SHOWN = 6

function showDates(rule: RecurrenceRule, name: 'EXDATE' | 'RDATE', language: Language): string {
  const days = [...new Set(ruleDates(rule, name).map((day) => day.slice(0, 8)))]
  const shown = days.slice(0, SHOWN).map((day) => showDate(day.replace(/^(....)(..)/, '$1-$2-'), language))
  return `${shown.join(', ')}${days.length > SHOWN ? '…' : ''}`
}
