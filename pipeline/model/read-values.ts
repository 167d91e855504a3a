import type { Values } from './entry.ts'
import type { Field } from './field.ts'
import type { RawItem, RawValue, ReadContext, StoredValue } from './field-types/field-type.ts'
import { splitList, splitParts } from './list-text.ts'
import { patternOf } from './pattern.ts'
import type { Problem } from './problem.ts'
import { type FieldReader, rememberingReader } from './remembered.ts'
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
    const raw = arrival.raw[step.name]
    const before = problems.length
    const isWritten = raw !== undefined && raw !== '' && Object.hasOwn(arrival.raw, step.name)
    const value = isWritten ? readField({ step, raw, reading }) : undefined
    found.push(value)
    if (value === undefined && step.required && problems.length === before)
      problems.push({ code: 'required', field: step.name })
  }
  return { values: named(found, plan), problems }
}

/** A field by what is asked of it at each arrival. */
interface Step {
  readonly name: string
  readonly many: boolean
  readonly required: boolean
  readonly field: Field
  readonly read: FieldReader
}

interface Plan {
  readonly steps: readonly Step[]
  /** The places of the fields among the steps, by name: fields declared in another order must not change what is stored. */
  readonly byName: readonly { readonly name: string; readonly index: number }[]
  /** How to make the values of arrivals that say the same fields. */
  readonly patterns: Map<number, () => Record<string, StoredValue>>
}

const plans = new WeakMap<ServiceType, Plan>()

function planOf(serviceType: ServiceType): Plan {
  return plans.getOrInsertComputed(serviceType, ({ fields }) => ({
    steps: fields.map(stepOf),
    byName: fields.map(({ name }, index) => ({ name, index })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    patterns: new Map(),
  }))
}

function stepOf(field: Field): Step {
  const { name, many, required } = field
  return { name, many, required, field, read: rememberingReader(field) }
}

function named(found: readonly (StoredValue | undefined)[], { byName, patterns }: Plan): Values {
  let said = 0
  for (const { index } of byName) said = said * 2 + (found[index] === undefined ? 0 : 1)
  const values = patterns.get(said)?.() ?? firstOf(said, { byName, patterns, found })
  for (const { name, index } of byName) {
    const value = found[index]
    if (value !== undefined) values[name] = value
  }
  return values
}

// Which fields are said is told by a whole number, as long as one can be exact.
const MOST_FIELDS = 53
const MOST_PATTERNS = 500

function firstOf(
  said: number,
  { byName, patterns, found }: Pick<Plan, 'byName' | 'patterns'> & { readonly found: readonly unknown[] },
): Record<string, StoredValue> {
  if (byName.length > MOST_FIELDS || patterns.size >= MOST_PATTERNS) return {}
  const pattern = patternOf(byName.flatMap(({ name, index }) => (found[index] === undefined ? [] : [name])))
  patterns.set(said, pattern)
  return pattern()
}

function readField({ step, raw, reading }: Omit<ReadingItems, 'items'> & { readonly raw: RawValue }) {
  const { many, field } = step
  if (typeof raw !== 'string') return readItems({ step, items: itemsOf(raw, many), reading })
  if (many && CUT.test(raw)) return readItems({ step, items: cut(raw, field), reading })
  const value = readItem({ step, item: raw, reading })
  return many && value !== undefined ? [value] : value
}

function itemsOf(raw: Exclude<RawValue, string>, many: boolean): readonly RawItem[] {
  if (!isList(raw)) return many ? splitParts(raw) : [raw]
  return many ? raw : raw.filter((item) => item !== '')
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
  const { name, many } = step
  if (!many && items.length > 1) {
    reading.problems.push({ code: 'only-one', field: name, params: { count: items.length } })
    return undefined
  }
  const found: StoredValue[] = []
  const seen = new Set<string>()
  for (const item of items) {
    const value = readItem({ step, item, reading })
    if (value === undefined) continue
    if (!many) return value
    const key = typeof value === 'string' ? value : JSON.stringify(value)
    if (!seen.has(key)) found.push(value)
    seen.add(key)
  }
  return found.length === 0 ? undefined : found
}

function readItem({
  step,
  item,
  reading: { context, problems },
}: Omit<ReadingItems, 'items'> & { readonly item: RawItem }): StoredValue | undefined {
  const found = step.read(item, context)
  if ('value' in found) return found.value
  if ('problem' in found) {
    const { problem } = found
    const field = problem.field === undefined ? step.name : `${step.name}.${problem.field}`
    problems.push({ ...problem, field })
  }
  return undefined
}
