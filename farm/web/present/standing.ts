import type { Values } from '../../../pipeline/model/entry.ts'
import { inLanguage, type Language } from '../../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { BadgeInfo } from '../components/shapes.ts'

/** Whether what an entry announces takes place, where its kind says so. */
export interface Standing {
  /** The field that tells it. */
  readonly field: string
  /** Called off or put off: what to say beside the title. As planned, there is nothing to say. */
  readonly badge?: BadgeInfo
  /** It will not take place. */
  readonly off: boolean
}

/** Reads the standing of an entry from the words its kind has for calendars: `Annulé`, `Reporté`, or as planned. */
export function standingOf(
  { fields, standards }: ServiceType,
  values: Values,
  language: Language,
): Standing | undefined {
  const { cancelled, tentative } = standards.ical ?? {}
  const field = fields.find(({ name }) => name === (cancelled ?? tentative)?.field)
  const value = field && values[field.name]
  if (field?.choices === undefined || typeof value !== 'string') return undefined
  const off = cancelled?.values.includes(value) === true
  const unsure = tentative?.values.includes(value) === true
  const choice = field.choices.find(({ code }) => code === value)
  if (!choice || !(off || unsure)) return { field: field.name, off: false }
  return { field: field.name, off, badge: { label: inLanguage(choice.label, language), tone: off ? 'stop' : 'wait' } }
}
