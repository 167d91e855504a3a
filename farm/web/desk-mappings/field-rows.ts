import type { ColumnSketch } from '../../../pipeline/intake/mapping/describe-columns.ts'
import type { FieldRule, Mapping } from '../../../pipeline/intake/mapping/mapping.ts'
import { type Trial, type TriedField, tryMapping } from '../../../pipeline/intake/mapping/try-mapping.ts'
import type { Field, FieldTypeId } from '../../../pipeline/model/field.ts'
import { fieldType } from '../../../pipeline/model/field-types.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { Visit } from '../visit.ts'
import type { MappingPage } from './mapping-state.ts'

/** One line of the form: a field, or a part of one, and what it is made of. */
export interface FieldRow {
  readonly to: string
  readonly field: Field
  readonly label: string
  readonly isPart: boolean
  readonly required: boolean
  readonly rule: FieldRule
  /** What the file gives in its first columns. */
  readonly samples: readonly string[]
  /** Whether it has anything beyond a column and a constant. */
  readonly elaborate: boolean
}

const NO_RULE: FieldRule = { from: [], steps: [] }

/** The lines of the form in the order of the fields, those of parts after their whole. */
export function fieldRows({ kind, mapping, sample }: MappingPage, visit: Visit): readonly FieldRow[] {
  if (kind === undefined) return []
  const columns = new Map((sample?.columns ?? []).map((one) => [one.name, one]))
  return kind.fields.flatMap((field) => [
    rowOf(field, field.name, { mapping, columns, visit }),
    ...partsShown(field, mapping).map((part) => rowOf(field, `${field.name}.${part}`, { mapping, columns, visit })),
  ])
}

const PARTED: ReadonlySet<FieldTypeId> = new Set(['address', 'point'])

function partsShown({ name, type }: Field, { fields }: Mapping): readonly string[] {
  const parts = fieldType(type).parts ?? []
  return PARTED.has(type) ? parts : parts.filter((part) => Object.hasOwn(fields, `${name}.${part}`))
}

interface Around {
  readonly mapping: Mapping
  readonly columns: ReadonlyMap<string, ColumnSketch>
  readonly visit: Visit
}

function rowOf(field: Field, to: string, { mapping, columns, visit }: Around): FieldRow {
  const { words, language } = visit
  const rule = mapping.fields[to] ?? NO_RULE
  const isPart = to.includes('.')
  const part = to.split('.')[1] ?? ''
  const word = `mapping.part.${part}`
  const whole = inLanguage(field.label, language)
  return {
    ...{ to, field, isPart, rule, required: field.required && !isPart },
    label: isPart ? (words.has(word) ? words(word) : part) : whole,
    samples: rule.from.flatMap((name) => columns.get(name)?.samples ?? []).slice(0, 3),
    elaborate: rule.from.length > 1 || rule.steps.length > 0 || rule.join !== undefined,
  }
}

/** What the mapping makes of the first rows of the file; nothing without a file. */
export function trialOf({ kind, mapping, sample }: MappingPage, { show }: Visit): Trial | undefined {
  if (kind === undefined || sample === undefined) return undefined
  return tryMapping({ table: sample.opened.table, mapping, serviceType: kind, context: show })
}

/** How a line of the form fares over those rows. */
export type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'good'; readonly shown: readonly string[]; readonly filled: number }
  | { readonly kind: 'bad'; readonly faults: TriedField['faults']; readonly shown: readonly string[] }

/** What to show beside a line: its values, or what is wrong with them; a part shares the outcome of its whole, and tells only its faults. */
export function outcomeOf({ to, field, isPart }: FieldRow, trial: Trial | undefined): Outcome {
  if (trial === undefined) return { kind: 'none' }
  const whole = trial.fields.get(field.name)
  const own = isPart ? trial.fields.get(to)?.faults : [...(whole?.faults ?? []), ...strayFaults(field, trial)]
  if (own !== undefined && own.length > 0)
    return { kind: 'bad', faults: own, shown: isPart ? [] : (whole?.shown ?? []) }
  if (isPart || whole === undefined || whole.filled === 0) return { kind: 'none' }
  return { kind: 'good', shown: whole.shown, filled: whole.filled }
}

// Faults of parts that have no line of their own are told with the whole.
function strayFaults(field: Field, { fields }: Trial): TriedField['faults'] {
  const lined = PARTED.has(field.type) ? (fieldType(field.type).parts ?? []) : []
  return [...fields].flatMap(([name, { faults }]) => {
    const [whole, part] = name.split('.')
    return whole === field.name && part !== undefined && !lined.includes(part) ? faults : []
  })
}

/** Columns of the file that no line takes. */
export function unusedColumns({ mapping, sample }: MappingPage): readonly ColumnSketch[] {
  const used = new Set([...mapping.identity, ...Object.values(mapping.fields).flatMap(({ from }) => from)])
  return (sample?.columns ?? []).filter(({ name, filled }) => !used.has(name) && filled > 0)
}

/** The required fields that nothing fills. */
export function lackingFields({ fields }: ServiceType, mapping: Mapping): readonly Field[] {
  const made = new Set(Object.keys(mapping.fields).map((to) => to.split('.')[0]))
  return fields.filter(({ name, required }) => required && !made.has(name))
}
