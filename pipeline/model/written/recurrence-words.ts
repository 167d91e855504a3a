import { fold } from '../fold.ts'
import { dateText, writtenDate } from './dates.ts'

/**
 * The rule a person says in words, French or English: « tous les mardis et jeudis, jusqu’au 30 juin 2027 », « le premier lundi du
 * mois, 6 fois », « du lundi au vendredi », « une semaine sur deux »; null when a word of it is not understood.
 */
export function recurrenceWords(said: string): string | null {
  if (said.length > 200) return null
  const [what = '', until] = fold(said).split(/ (?:jusqu au|until) /)
  const [, times] = /(?:^| )(?:pendant )?(\d{1,4}) (?:fois|times)$/.exec(what) ?? []
  const end = until === undefined ? '' : lastDay(until)
  if (end === null || (until !== undefined && times !== undefined)) return null
  const rhythm = rhythmOf(what.replace(/ ?(?:pendant )?\d{1,4} (?:fois|times)$/, '').split(' '))
  return rhythm && [rhythm, ...(end ? [`UNTIL=${end}`] : []), ...(times ? [`COUNT=${Number(times)}`] : [])].join(';')
}

function lastDay(text: string): string | null {
  const date = writtenDate(text)
  return date?.day === undefined ? null : dateText(date).replaceAll('-', '')
}

function rhythmOf(words: readonly string[]): string | null {
  const meant = words.map((word, i) => ({ word, day: DAYS.indexOf(dayOf(word)), before: words[i - 1] ?? '' }))
  const unit = words.map((word) => UNITS[word]).find((one) => one !== undefined)
  const days = meant.filter(({ day }) => day >= 0)
  if (meant.some(({ word, day }) => day < 0 && !isKnown(word)) || (unit === undefined && days.length === 0)) return null
  const ranks = new Set(words.flatMap((word) => RANKS[word] ?? []))
  const [rank = ''] = ranks
  if (ranks.size > 1 || (ranks.size === 1 && (days.length === 0 || unit !== 'MONTHLY'))) return null
  const [first, last] = days
  const stretch = first?.before === 'du' && last?.before === 'au' && days.length === 2
  const list = stretch && first && last ? DAYS.slice(first.day, last.day + 1) : days.map(({ day }) => DAYS[day] ?? '')
  const often = words
    .map((word) => NUMBERS[word] ?? (/^[1-9]\d?$/.test(word) ? Number(word) : 0))
    .find((one) => one > 0)
  // « les 2 mardis » tells no rhythm.
  if (list.length < days.length || (often !== undefined && unit === undefined)) return null
  return [
    `FREQ=${unit ?? 'WEEKLY'}`,
    ...(often === undefined || often === 1 ? [] : [`INTERVAL=${often}`]),
    ...(list.length === 0 ? [] : [`BYDAY=${list.map((day) => `${rank}${day}`).join(',')}`]),
  ].join(';')
}

const DAYS: readonly string[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const NAMES: Readonly<Record<string, string>> = {
  ...{ lundi: 'MO', mardi: 'TU', mercredi: 'WE', jeudi: 'TH', vendredi: 'FR', samedi: 'SA', dimanche: 'SU' },
  ...{ monday: 'MO', tuesday: 'TU', wednesday: 'WE', thursday: 'TH', friday: 'FR', saturday: 'SA', sunday: 'SU' },
}

function dayOf(word: string): string {
  return NAMES[word.replace(/s$/, '')] ?? ''
}

const UNITS: Readonly<Record<string, string>> = {
  ...{
    jour: 'DAILY',
    jours: 'DAILY',
    day: 'DAILY',
    days: 'DAILY',
    semaine: 'WEEKLY',
    semaines: 'WEEKLY',
    week: 'WEEKLY',
  },
  ...{ weeks: 'WEEKLY', mois: 'MONTHLY', month: 'MONTHLY', months: 'MONTHLY', an: 'YEARLY', ans: 'YEARLY' },
  ...{ annee: 'YEARLY', annees: 'YEARLY', year: 'YEARLY', years: 'YEARLY' },
}

const RANKS: Readonly<Record<string, string>> = {
  ...{
    premier: '1',
    premiers: '1',
    '1er': '1',
    first: '1',
    deuxieme: '2',
    deuxiemes: '2',
    second: '2',
    troisieme: '3',
  },
  ...{
    troisiemes: '3',
    third: '3',
    quatrieme: '4',
    quatriemes: '4',
    fourth: '4',
    dernier: '-1',
    derniers: '-1',
    last: '-1',
  },
}

const NUMBERS: Readonly<Record<string, number>> = { deux: 2, two: 2, trois: 3, three: 3, quatre: 4, four: 4 }
const FILLERS = new Set('tous toutes les le la chaque et and every each on of the du au de une un sur a l'.split(' '))

function isKnown(word: string): boolean {
  return (
    FILLERS.has(word) || [UNITS, RANKS, NUMBERS].some((known) => Object.hasOwn(known, word)) || /^[1-9]\d?$/.test(word)
  )
}
