import { inLanguage } from '../../pipeline/model/local-text.ts'
import type { SectionExplained } from '../sites/explain-entry.ts'
import type { Telling } from '../web/present/condition-names.ts'
import { dayText } from '../web/present/dates.ts'
import { accessReason, type Reason, reasonsOf } from '../web/present/reasons.ts'

/** A section explained as a person reads it: whether it shows the entry, showed it, then each condition, held or failed, with what decided. */
export function explanationLines(telling: Telling, section: SectionExplained, organisation: string): string[] {
  const { words } = telling
  const { explanation } = section
  const { obstacle, finding, access, touch } = explanation
  const mark = obstacle === null ? '✓' : '✗'
  const past = section.shown.flatMap(({ from, until }) =>
    until === null
      ? []
      : [`    ${words('why.past', { from: dayText(from, words.language), until: dayText(until, words.language) })}`],
  )
  const barred = access === null ? [accessReason(telling, explanation, organisation)] : []
  return [
    `${mark} ${sectionName(telling, section)}${words('cli.colon')}${words(`why.verdict.${obstacle ?? touch ?? 'shown'}`)}`,
    ...past,
    ...reasonLines([...reasonsOf(telling, finding), ...barred], '    '),
  ]
}

/** A section by its site and its own name. */
export function sectionName({ words }: Telling, { site, subscription }: SectionExplained): string {
  return `${site.name} – ${inLanguage(subscription.label, words.language)}`
}

function reasonLines(reasons: readonly Reason[], indent: string): string[] {
  return reasons.flatMap(({ held, text, parts = [] }) => [
    `${indent}${held ? '✓' : '✗'} ${text}`,
    ...reasonLines(parts, `${indent}    `),
  ])
}
