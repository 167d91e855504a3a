import { shortened } from '../../../pipeline/intake/feed-text.ts'
import { NBSP } from '../../../pipeline/model/typography.ts'
import { type FactsSubject, factsOf, factText } from './facts.ts'

const LONGEST_FACT = 300

/**
 * An entry in one line of text, as a list shows it: `Organisme de formation : Greta 58 · Durée : 560 heures`. It tells the same on any
 * day, for what is fetched twice must not differ.
 */
export function gistOf(about: FactsSubject): string {
  const { serviceType, show } = about
  const names = serviceType.presentation.facts.filter((name) => name !== 'summary')
  const colon = show.language === 'fr' ? `${NBSP}: ` : ': '
  return factsOf(names, about)
    .map((fact) => `${fact.label}${colon}${shortened(factText(fact), LONGEST_FACT)}`)
    .join(' · ')
}
