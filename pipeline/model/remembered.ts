import type { Field, FieldTypeId } from './field.ts'
import type { RawItem, ReadContext, Reading } from './field-types/field-type.ts'
import { fieldType } from './field-types.ts'

/** Reads one raw item of a field. */
export type FieldReader = (raw: RawItem, context: ReadContext) => Reading

/**
 * Reads as the field's type does, remembering what short texts of fields with few different values were read as: the same words
 * come back line after line. Forgotten when the geography, the vocabularies or the day change, and when too many are held.
 */
export function rememberingReader(field: Field): FieldReader {
  const type = fieldType(field.type)
  if (!REPETITIVE.has(field.type)) return (raw, context) => type.read(raw, field, context)
  let memory: Memory | undefined
  let readings = new Map<string, Reading>()
  return (raw, context) => {
    if (typeof raw !== 'string' || raw.length > LONGEST) return type.read(raw, field, context)
    const current = memoryOf(context)
    if (current !== memory) readings = new Map()
    memory = current
    const known = readings.get(raw)
    if (known !== undefined) return known
    const reading = type.read(raw, field, context)
    readings.set(raw, reading)
    current.held += 1
    return reading
  }
}

const LONGEST = 60
const MOST = 50_000
const DAY = 86_400_000
const REPETITIVE: ReadonlySet<FieldTypeId> = new Set([
  ...(['boolean', 'choice', 'language', 'term', 'territory', 'integer', 'decimal', 'money'] as const),
  ...(['date', 'partial-date', 'datetime', 'period', 'opening-hours', 'recurrence', 'phone', 'siret'] as const),
])

/** What holds for everything remembered together. */
interface Memory {
  readonly under: ReadContext
  /** How many readings there are of it. */
  held: number
}

let shared: Memory | undefined

function memoryOf(context: ReadContext): Memory {
  if (shared === undefined || shared.held > MOST || !sameWorld(shared.under, context))
    shared = { under: context, held: 0 }
  return shared
}

function sameWorld(one: ReadContext, other: ReadContext): boolean {
  if (one === other) return true
  const sameDay = Math.floor(one.now / DAY) === Math.floor(other.now / DAY)
  return sameDay && one.gazetteer === other.gazetteer && one.thesaurus === other.thesaurus
}
