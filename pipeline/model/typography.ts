import type { Language } from './local-text.ts'

/** No-break space. */
export const NBSP = '\u00a0'
/** The narrow one French puts before `; ! ?`. */
export const NNBSP = '\u202f'

/** French spacing: ordinary spaces before double punctuation, units and inside guillemets become no-break ones; English is left alone. */
export function typeset(text: string, language: Language): string {
  if (language !== 'fr' || !CANDIDATE.test(text)) return text
  return text
    .replace(/ (?=[;!?])/g, NNBSP)
    .replace(/ (?=[:»€%])/g, NBSP)
    .replace(/« /g, `«${NBSP}`)
}

/** A number in the reader's language, all its decimals kept. */
export function showNumber(value: number, language: Language): string {
  return numberFormat(language).format(value)
}

/** An amount in cents of euro, such as `1 250,50 €`; whole amounts lose their `,00`. */
export function showAmount(cents: number, language: Language): string {
  return moneyFormat(language, cents % 100 === 0).format(cents / 100)
}

/** A stored `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: `3 mars 2026`, `mars 2026`, `2026`. */
export function showDate(date: string, language: Language): string {
  const [year, month, day] = date.split('-').map(Number)
  if (year === undefined || month === undefined) return date
  const instant = Date.UTC(year, month - 1, day ?? 1)
  const text = dateFormat(language, day !== undefined).format(instant)
  return language === 'fr' ? text.replace(/^1 /, '1er ').replace(/^(\S+) (?=\p{L})/u, `$1${NBSP}`) : text
}

/** A stored `HH:MM`: `14 h 30` or `14 h` in French, `14:30` in English. */
export function showTime(time: string, language: Language): string {
  if (language !== 'fr') return time
  const [hour = '', minute = '00'] = time.split(':')
  const hours = `${Number(hour)}${NBSP}h`
  return minute === '00' ? hours : `${hours}${NBSP}${minute}`
}

const CANDIDATE = / [;!?:»€%]|« /
const formats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()
const TAGS = { fr: 'fr-FR', en: 'en-GB' } as const

function numberFormat(language: Language): Intl.NumberFormat {
  return kept(formats, language, () => {
    return new Intl.NumberFormat(TAGS[language], { maximumFractionDigits: 20 })
  })
}

function moneyFormat(language: Language, whole: boolean): Intl.NumberFormat {
  const digits = whole ? 0 : 2
  return kept(formats, `${language} ${digits}`, () => {
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
    return new Intl.NumberFormat(TAGS[language], { style: 'currency', currency: 'EUR', ...fraction })
  })
}

// Stored dates are wall-clock figures, already in Paris time: formatting them as UTC keeps the figures.
function dateFormat(language: Language, withDay: boolean): Intl.DateTimeFormat {
  return kept(dateFormats, `${language} ${withDay}`, () => {
    const day = withDay ? ({ day: 'numeric' } as const) : {}
    return new Intl.DateTimeFormat(TAGS[language], { timeZone: 'UTC', year: 'numeric', month: 'long', ...day })
  })
}

function kept<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key)
  if (known !== undefined) return known
  const made = make()
  cache.set(key, made)
  return made
}
