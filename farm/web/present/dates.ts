import type { Language } from '../../../pipeline/model/local-text.ts'
import { TIME_ZONE } from '../../../pipeline/model/paris.ts'
import type { DateParts } from '../components/shapes.ts'

/** Cuts an instant (ms) into the parts of a date tile, in Europe/Paris. */
export function dateParts(instant: number, language: Language): DateParts {
  const parts = new Map(
    formatter(language)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  )
  return {
    iso: isoDay(instant),
    day: parts.get('day') ?? '',
    month: parts.get('month') ?? '',
    weekday: parts.get('weekday'),
    year: parts.get('year'),
  }
}

/** Day of an instant, `2026-11-22`, in Europe/Paris. */
export function isoDay(instant: number): string {
  return isoDays.format(instant)
}

/** A moment in words: `22 nov. 2026 à 14:05`. */
export function momentText(instant: number, language: Language): string {
  return moments[language].format(instant)
}

/** A day in words: `22 novembre 2026`. */
export function dayText(instant: number, language: Language): string {
  return days[language].format(instant)
}

/** How long ago, in the largest whole unit: `il y a 3 jours`. */
export function agoText(instant: number, now: number, language: Language): string {
  const seconds = Math.round((instant - now) / 1_000)
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const)
  return relatives[language].format(Math.trunc(seconds / size), unit)
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

const isoDays = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE })
const tiles = { fr: tile('fr-FR'), en: tile('en-GB') }
const moments = { fr: moment('fr-FR'), en: moment('en-GB') }
const days = { fr: day('fr-FR'), en: day('en-GB') }
const relatives = {
  fr: new Intl.RelativeTimeFormat('fr', { numeric: 'auto' }),
  en: new Intl.RelativeTimeFormat('en', { numeric: 'auto' }),
}

function formatter(language: Language): Intl.DateTimeFormat {
  return tiles[language]
}

function tile(locale: string) {
  return new Intl.DateTimeFormat(locale, {
    timeZone: TIME_ZONE,
    day: 'numeric',
    month: 'short',
    weekday: 'short',
    year: 'numeric',
  })
}

function moment(locale: string) {
  return new Intl.DateTimeFormat(locale, { timeZone: TIME_ZONE, dateStyle: 'medium', timeStyle: 'short' })
}

function day(locale: string) {
  return new Intl.DateTimeFormat(locale, { timeZone: TIME_ZONE, dateStyle: 'long' })
}
