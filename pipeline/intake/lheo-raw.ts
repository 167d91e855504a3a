import type { Field } from '../model/field.ts'
import type { RawValue } from '../model/field-types/field-type.ts'
import { plainLine, plainLines, shortened } from './feed-text.ts'
import { LHEO_CODES, LHEO_TEXTS, NOT_SAID } from './lheo-mapping.ts'
import { audience, occupations, specialities, themesOf } from './lheo-terms.ts'
import { certificationsOf, type Offer, periodsOf, placeOf, siretAt, subjectCodes, textAt } from './lheo-values.ts'
import type { IntakeText } from './reader.ts'

/** Field that keeps an offer as it came, so that it leaves with everything the other fields have no place for. */
export const LHEO_FIELD = 'lheo'

/** What an offer says, as raw values by field name. */
export function rawOfOffer(
  offer: Offer,
  source: Pick<IntakeText, 'options' | 'warnings'>,
): Readonly<Record<string, RawValue>> {
  const raw: Record<string, RawValue> = {}
  for (const field of source.options.serviceType.fields) {
    const value = listOf(field, offer, source) ?? codeOf(field, offer) ?? textIn(field, offer)
    if (value !== undefined && value.length !== 0) raw[field.name] = value
  }
  return raw
}

function listOf(field: Field, offer: Offer, source: Pick<IntakeText, 'options' | 'warnings'>): RawValue | undefined {
  switch (field.name) {
    case 'address':
      return placeOf(offer)
    case 'sessions':
      return field.many ? periodsOf(offer) : periodsOf(offer)[0]
    case 'certifications':
      return certificationsOf(offer)
    case 'formacode':
      return subjectCodes(offer, 'code-FORMACODE')
    case 'nsf':
      return specialities(offer, source)
    case 'occupations':
      return occupations(offer, source)
    case 'audience':
      return audience(offer, source, field.required)
    case 'themes':
      return themesOf(offer, source)
    default:
      return undefined
  }
}

function codeOf({ name }: Field, offer: Offer): string | undefined {
  const table = LHEO_CODES[name]
  return table && (table.codes[textAt(offer, table.path)] ?? table.otherwise)
}

function textIn(field: Field, offer: Offer): string | undefined {
  const paths = LHEO_TEXTS[field.name]
  const said = field.type === 'siret' ? siretAt : textAt
  const found = paths?.map((path) => said(offer, path)).find((text) => text !== '') ?? ''
  if (field.type === 'rich-text') return found === '' && field.required ? NOT_SAID : found
  const plain = field.type === 'text' ? plainLine(found) : plainLines(found)
  if (field.type !== 'text' && field.type !== 'long-text') return plain
  // A training without a name is not one to publish.
  return plain === '' && field.required && field.name !== 'title' ? NOT_SAID : shortened(plain, field.max)
}
