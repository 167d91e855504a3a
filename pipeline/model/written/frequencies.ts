import type { Language, LocalText } from '../local-text.ts'

/** Words of the frequencies of a recurrence. */
export const FREQUENCIES: Readonly<Record<string, LocalText>> = {
  DAILY: { fr: 'tous les jours', en: 'every day' },
  WEEKLY: { fr: 'toutes les semaines', en: 'every week' },
  MONTHLY: { fr: 'tous les mois', en: 'every month' },
  YEARLY: { fr: 'tous les ans', en: 'every year' },
  HOURLY: { fr: 'toutes les heures', en: 'every hour' },
}

/** Names of the days of a BYDAY list, ranks kept: `mardi, 1er jeudi`; empty when there is none. */
export function dayNames(byDay: string | undefined, language: Language): string {
  if (byDay === undefined) return ''
  return byDay
    .split(',')
    .map((day) => {
      const name = DAY_NAMES[day.slice(-2)]?.[language] ?? day
      const rank = day.slice(0, -2)
      return rank === '' ? name : `${name} (${rank})`
    })
    .join(', ')
}

const DAY_NAMES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  MO: { fr: 'lundi', en: 'Monday' },
  TU: { fr: 'mardi', en: 'Tuesday' },
  WE: { fr: 'mercredi', en: 'Wednesday' },
  TH: { fr: 'jeudi', en: 'Thursday' },
  FR: { fr: 'vendredi', en: 'Friday' },
  SA: { fr: 'samedi', en: 'Saturday' },
  SU: { fr: 'dimanche', en: 'Sunday' },
}
