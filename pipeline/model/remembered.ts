import type { Field, FieldTypeId } from './field.ts'
import type { FieldType, ReadContext, Reading } from './field-types/field-type.ts'

/**
 * Reads a text as its field type does, remembering what short texts of fields with few different values were read as: the same words
 * come back line after line. Forgotten when the geography, the vocabularies or the day change, and when it grows too large.
 */
export function rememberedReading(
  { field, type }: { readonly field: Field; readonly type: FieldType },
  text: string,
  context: ReadContext,
): Reading {
  if (text.length > LONGEST || !REPETITIVE.has(field.type)) return type.read(text, field, context)
  const readings = readingsOf(field, context)
  const known = readings.get(text)
  if (known !== undefined) return known
  const reading = type.read(text, field, context)
  readings.set(text, reading)
  held += 1
  return reading
}

const LONGEST = 60
const MOST = 50_000
const DAY = 86_400_000
const REPETITIVE: ReadonlySet<FieldTypeId> = new Set([
  ...(['boolean', 'choice', 'language', 'term', 'territory', 'integer', 'decimal', 'money'] as const),
  ...(['date', 'partial-date', 'datetime', 'period', 'opening-hours', 'recurrence', 'phone', 'siret'] as const),
])

let byField = new Map<Field, Map<string, Reading>>()
let held = 0
let under: (Pick<ReadContext, 'gazetteer' | 'thesaurus'> & { readonly day: number }) | undefined

function readingsOf(field: Field, { gazetteer, thesaurus, now }: ReadContext): Map<string, Reading> {
  const day = Math.floor(now / DAY)
  const same = under?.gazetteer === gazetteer && under.thesaurus === thesaurus && under.day === day
  if (!same || held > MOST) {
    byField = new Map()
    held = 0
    under = { gazetteer, thesaurus, day }
  }
  return byField.getOrInsertComputed(field, () => new Map())
}
