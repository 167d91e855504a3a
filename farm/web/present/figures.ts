import type { Language } from '../../../pipeline/model/local-text.ts'

const formats = { fr: new Intl.NumberFormat('fr'), en: new Intl.NumberFormat('en') }

/** A number written for the reader (`1 204`); what is written already stays. */
export function figure(count: string | number | undefined, language: Language): string | undefined {
  return typeof count === 'number' ? formats[language].format(count) : count
}
