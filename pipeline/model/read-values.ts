import type { Values } from './entry.ts'
import type { Field } from './field.ts'
import type { FieldType, RawItem, RawValue, ReadContext, StoredValue } from './field-types/field-type.ts'
import { fieldType } from './field-types.ts'
import { splitList, splitParts } from './list-text.ts'
import type { Problem } from './problem.ts'
import { rememberedReading } from './remembered.ts'
import type { ServiceType } from './service-type.ts'

/** What raw values turn out to be: those that could be read, and every problem with its field (dotted for a part). */
export interface ReadValues {
  readonly values: Values
  readonly problems: readonly Problem[]
}

/**
 * Reads raw values by field name; names the service type does not have are ignored, blanks left out, and a missing required field is
 * `required`. In a `many` field a single text is cut at `|` and line ends, and the parts of a single record at `|`;
 * blanks and repetitions go. Values stand by name, problems in the order of the fields.
 */
export function readValues(arrival: {
  readonly serviceType: ServiceType
  readonly raw: Readonly<Record<string, RawValue>>
  readonly context: ReadContext
}): ReadValues {
  const found: (StoredValue | undefined)[] = []
  const problems: Problem[] = []
  const reading = { context: arrival.context, problems }
  const plan = planOf(arrival.serviceType)
  for (const step of plan.steps) {
    const { field } = step
    const raw = Object.hasOwn(arrival.raw, field.name) ? arrival.raw[field.name] : undefined
    const before = problems.length
    const items = itemsOf(raw, field)
    const value = items.length === 0 ? undefined : readItems({ step, items, reading })
    found.push(value)
    if (value === undefined && field.required && problems.length === before)
      problems.push({ code: 'required', field: field.name })
  }
  const values: Record<string, StoredValue> = {}
  for (const { name, index } of plan.byName) {
    const value = found[index]
    if (value !== undefined) values[name] = value
  }
  return { values, problems }
}

interface Step {
  readonly field: Field
  readonly type: FieldType
}

interface Plan {
  readonly steps: readonly Step[]
  /** The places of the fields among the steps, by name: fields declared in another order must not change what is stored. */
  readonly byName: readonly { readonly name: string; readonly index: number }[]
}

const plans = new WeakMap<ServiceType, Plan>()

function planOf(serviceType: ServiceType): Plan {
  return plans.getOrInsertComputed(serviceType, ({ fields }) => ({
    steps: fields.map((field) => ({ field, type: fieldType(field.type) })),
    byName: fields.map(({ name }, index) => ({ name, index })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }))
}

const NONE: readonly RawItem[] = []

function itemsOf(raw: RawValue | undefined, field: Field): readonly RawItem[] {
  if (raw === undefined || raw === '') return NONE
  if (typeof raw === 'string') return field.many && CUT.test(raw) ? cut(raw, field) : [raw]
  if (!isList(raw)) return field.many ? splitParts(raw) : [raw]
  return field.many ? raw : raw.filter((item) => item !== '')
}

const CUT = /[|\n\\]/
const OF_SEVERAL_LINES: ReadonlySet<string> = new Set(['long-text', 'rich-text', 'address', 'opening-hours'])

function cut(text: string, field: Field): readonly string[] {
  return OF_SEVERAL_LINES.has(field.type) ? splitList(text) : text.split('\n').flatMap((line) => splitList(line))
}

function isList(raw: RawValue): raw is readonly RawItem[] {
  return Array.isArray(raw)
}

/** What the fields of one arrival share while they are read. */
interface ReadingOn {
  readonly context: ReadContext
  readonly problems: Problem[]
}

interface ReadingItems {
  readonly step: Step
  readonly items: readonly RawItem[]
  readonly reading: ReadingOn
}

function readItems({ step, items, reading }: ReadingItems): StoredValue | undefined {
  const { field } = step
  if (!field.many && items.length > 1) {
    reading.problems.push({ code: 'only-one', field: field.name, params: { count: items.length } })
    return undefined
  }
  const found: StoredValue[] = []
  const seen = items.length > 1 ? new Set<string>() : undefined
  for (const item of items) {
    const value = readItem({ step, item, reading })
    if (value === undefined) continue
    if (!field.many) return value
    const key = typeof value === 'string' ? value : JSON.stringify(value)
    if (!seen?.has(key)) found.push(value)
    seen?.add(key)
  }
  return found.length === 0 ? undefined : found
}

function readItem({
  step,
  item,
  reading: { context, problems },
}: Omit<ReadingItems, 'items'> & { readonly item: RawItem }): StoredValue | undefined {
  const found =
    typeof item === 'string' ? rememberedReading(step, item, context) : step.type.read(item, step.field, context)
  if ('value' in found) return found.value
  if ('problem' in found) {
    const { problem } = found
    const field = problem.field === undefined ? step.field.name : `${step.field.name}.${problem.field}`
    problems.push({ ...problem, field })
  }
  return undefined
}
