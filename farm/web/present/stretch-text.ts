import type { StoredValue } from '../../../pipeline/model/field-types/field-type.ts'
import type { Language } from '../../../pipeline/model/local-text.ts'
import { showDate, showTime } from '../../../pipeline/model/typography.ts'
import { wordsIn } from '../words/words.ts'

/** When something begins and ends, as one says it: `jeudi 26 novembre 2026, de 9 h à 12 h`; undefined unless both are known. */
export function stretchText(
  start: StoredValue | undefined,
  end: StoredValue | undefined,
  language: Language,
): { readonly label: string; readonly text: string } | undefined {
  if (typeof start !== 'string' || typeof end !== 'string') return undefined
  const words = wordsIn(language)
  const [day = '', from] = start.split('T')
  const [last = '', until] = end.split('T')
  const label = words('portal.when')
  if (day !== last) {
    const at = (date: string, time: string | undefined) =>
      time === undefined || time === MIDNIGHT
        ? showDate(date, language)
        : words('portal.when.at', { day: showDate(date, language), time: showTime(time, language) })
    return { label, text: words('portal.when.days', { from: at(day, from), until: at(last, until) }) }
  }
  const whole = `${weekday(day, language)}${showDate(day, language)}`
  if (from === undefined || until === undefined || from === until) return { label, text: whole }
  const hours = { day: whole, from: showTime(from, language), until: showTime(until, language) }
  return { label, text: words('portal.when.hours', hours) }
}

const MIDNIGHT = '00:00'
const names = {
  fr: new Intl.DateTimeFormat('fr-FR', { weekday: 'long', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }),
}

// A month or a year alone has no weekday.
function weekday(day: string, language: Language): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${names[language].format(Date.parse(`${day}T00:00:00Z`))} ` : ''
}
