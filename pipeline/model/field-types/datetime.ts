import type { Language } from '../local-text.ts'
import { showDate, showTime } from '../typography.ts'
import { cleanLine } from '../written/clean.ts'
import { dateText, two, writtenDate } from '../written/dates.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** A moment as the wall clock in Paris shows it, stored `YYYY-MM-DDTHH:MM`; a day alone is its midnight. Problem: `not-a-date`. */
export const datetime: FieldType = {
  id: 'datetime',
  read(raw) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const written = writtenDate(text)
    if (written?.day === undefined) return refused('not-a-date', text)
    return read(`${dateText(written)}T${two(written.hour ?? 0)}:${two(written.minute ?? 0)}`)
  },
  write: storedText,
  show: (value, _field, context) => showMoment(storedText(value), context.language),
  words: () => '',
}

const AT = { fr: ' à ', en: ', ' } as const

function showMoment(moment: string, language: Language): string {
  const [day = '', time = '00:00'] = moment.split('T')
  const shown = showDate(day, language)
  return time === '00:00' ? shown : `${shown}${AT[language]}${showTime(time, language)}`
}
