import type { Field } from '../../model/field.ts'
import type { ReadContext, ShowContext, StoredValue } from '../../model/field-types/field-type.ts'
import { fieldType } from '../../model/field-types.ts'
import type { Problem } from '../../model/problem.ts'
import { readValues } from '../../model/read-values.ts'
import type { ServiceType } from '../../model/service-type.ts'
import { applyMapping } from './apply-mapping.ts'
import { distinctValues } from './distinct-values.ts'
import { valueMapper } from './map-values.ts'
import type { Mapping } from './mapping.ts'
import type { RawTable } from './raw-table.ts'

/** What a mapping makes of the first rows of a file. */
export interface Trial {
  readonly lines: readonly TriedLine[]
  /** Of each field that is mapped: the first values read, as they are shown, and what was wrong with it and how often. */
  readonly fields: ReadonlyMap<string, TriedField>
  /** Rows looked at, and how many would be refused. */
  readonly rows: number
  readonly refused: number
  /** Rows that say who they are, and how many different ones there are. */
  readonly named: number
  readonly identities: number
}

/** One row tried. */
export interface TriedLine {
  readonly line: number
  readonly externalId: string | undefined
  readonly title: string
  readonly problems: readonly Problem[]
}

/** What became of a field over those rows. */
export interface TriedField {
  readonly shown: readonly string[]
  readonly filled: number
  readonly faults: readonly { readonly problem: Problem; readonly count: number }[]
}

/** Reads the first rows of a table by a mapping, up to their values; nothing is kept. */
export function tryMapping(tried: {
  readonly table: RawTable
  readonly mapping: Mapping
  readonly serviceType: ServiceType
  readonly context: ShowContext
  readonly most?: number
}): Trial {
  const { table, mapping, serviceType, context, most = 200 } = tried
  const { columns, itemOf } = applyMapping(mapping, serviceType)
  const lines: TriedLine[] = []
  const seen = new Map<string, Seen>()
  const identities = new Set<string>()
  const title = serviceType.fields.find(({ name }) => name === 'title')
  let named = 0
  for (const row of Iterator.from(table.rows(columns)).take(most)) {
    const item = itemOf(row)
    const { values, problems: read } = readValues({ serviceType, raw: item.raw, context })
    const problems = toldOf(item.problems, read)
    lines.push({
      line: row.line,
      externalId: item.externalId,
      title: title && values.title !== undefined ? shown(values.title, title, context) : '',
      problems,
    })
    if (item.externalId !== undefined) {
      named += 1
      identities.add(item.externalId)
    }
    note(seen, problems)
    for (const field of serviceType.fields) noteValue(seen, { field, value: values[field.name], context })
  }
  const refused = lines.filter(({ problems }) => problems.length > 0).length
  return { lines, fields: fieldsOf(seen), rows: lines.length, refused, named, identities: identities.size }
}

// A row that could not be cut lacks everything, and a field whose mapping already failed is not also missing.
function toldOf(own: readonly Problem[], read: readonly Problem[]): readonly Problem[] {
  const failed = new Set(own.map(({ field }) => field))
  return failed.has(undefined) ? own : [...own, ...read.filter(({ field }) => !failed.has(field))]
}

interface Seen {
  readonly shown: Set<string>
  filled: number
  readonly faults: Map<string, { readonly problem: Problem; count: number }>
}

function seenOf(seen: Map<string, Seen>, name: string): Seen {
  return seen.getOrInsertComputed(name, () => ({ shown: new Set(), filled: 0, faults: new Map() }))
}

function note(seen: Map<string, Seen>, problems: readonly Problem[]): void {
  for (const { line: _, ...problem } of problems) {
    const { faults } = seenOf(seen, problem.field ?? '')
    const key = JSON.stringify(problem)
    const known = faults.get(key)
    if (known !== undefined) known.count += 1
    else if (faults.size < 50) faults.set(key, { problem, count: 1 })
  }
}

interface Met {
  readonly field: Field
  readonly value: StoredValue | undefined
  readonly context: ShowContext
}

function noteValue(seen: Map<string, Seen>, { field, value, context }: Met): void {
  if (value === undefined) return
  const one = seenOf(seen, field.name)
  one.filled += 1
  if (one.shown.size < 3) one.shown.add(shown(value, field, context))
}

function shown(value: StoredValue, field: Field, context: ShowContext): string {
  const type = fieldType(field.type)
  const values: readonly StoredValue[] = field.many && Array.isArray(value) ? value : [value]
  const text = values.map((one) => type.show(one, field, context)).join(' · ')
  return text.length > 110 ? `${text.slice(0, 109)}…` : text
}

function fieldsOf(seen: ReadonlyMap<string, Seen>): ReadonlyMap<string, TriedField> {
  const fields = [...seen].map(([name, { shown: texts, filled, faults }]) => {
    const sorted = [...faults.values()].sort((a, b) => b.count - a.count)
    return [name, { shown: [...texts], filled, faults: sorted }] as const
  })
  return new Map(fields)
}

/** A value of theirs, and what it is taken for. */
export interface TriedValue {
  readonly text: string
  readonly count: number
  /** What the mapping's table says of it; undefined when it is not among its pairs. */
  readonly mapped: readonly string[] | undefined
  /** As our field shows what it reads; undefined when it reads nothing of it. */
  readonly shown: string | undefined
}

/** The values a rule meets in a file, those our field does not know first; `cut` when there are more than are looked at. */
export function tryValues(tried: {
  readonly table: RawTable
  readonly mapping: Mapping
  readonly to: string
  readonly field: Field
  readonly context: ShowContext
}): { readonly values: readonly TriedValue[]; readonly cut: boolean } {
  const { table, mapping, to, field, context } = tried
  const rule = mapping.fields[to]
  if (rule === undefined || rule.from.length === 0) return { values: [], cut: false }
  const found = distinctValues(table, rule, { many: field.many })
  const pairs = rule.values && valueMapper({ ...rule.values, others: 'keep' })
  const held = rule.values && valueMapper({ ...rule.values, others: 'refuse' })
  const values = found.values.map(({ text, count }): TriedValue => {
    const isMapped = held !== undefined && held([text]).problems.length === 0
    const ours = isMapped && pairs ? pairs([text]).texts : undefined
    const read = (ours ?? [text]).map((one) => readable(one, field, context))
    const known = read.length > 0 && read.every((one) => one !== undefined)
    return { text, count, mapped: ours, shown: known ? read.join(' · ') : undefined }
  })
  const unknown = ({ mapped, shown: known }: TriedValue) => (mapped === undefined && known === undefined ? 0 : 1)
  return { values: values.toSorted((a, b) => unknown(a) - unknown(b)), cut: found.cut }
}

function readable(text: string, field: Field, context: ShowContext & ReadContext): string | undefined {
  const type = fieldType(field.type)
  const read = type.read(text, field, context)
  return 'value' in read ? type.show(read.value, field, context) : undefined
}
