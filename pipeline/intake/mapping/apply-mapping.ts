import type { Field } from '../../model/field.ts'
import type { RawItem, RawValue } from '../../model/field-types/field-type.ts'
import { fieldType } from '../../model/field-types.ts'
import type { Problem } from '../../model/problem.ts'
import type { ServiceType } from '../../model/service-type.ts'
import type { IntakeItem } from '../reader.ts'
import { valueMapper } from './map-values.ts'
import type { FieldRule, Mapping } from './mapping.ts'
import type { Cell, RawRow } from './raw-table.ts'
import { stepRunner } from './run-steps.ts'

/** What a mapping makes of the rows of a file. */
export interface Applied {
  /** Columns the mapping reads, in the order their cells must come in. */
  readonly columns: readonly string[]
  /** Warnings `unknown-field` { value } of rules that name no field of the service type. */
  readonly warnings: readonly Problem[]
  readonly itemOf: (row: RawRow) => IntakeItem
}

/**
 * Makes a mapping ready for the rows of a file: each becomes what any adapter gives, its problems with line and field. Rows hold their
 * cells in the order of `columns`.
 */
export function applyMapping(mapping: Mapping, serviceType: ServiceType): Applied {
  const places = Object.entries(mapping.fields).map(([to, rule]) => ({ to, rule, target: targetOf(to, serviceType) }))
  const rules = Object.values(mapping.fields)
  const columns = [...new Set([...mapping.identity, ...rules.flatMap(({ from }) => from)])]
  const index = new Map(columns.map((name, at) => [name, at]))
  const makers = places.flatMap(({ rule, target }) => (target ? [makerOf(target, rule, index)] : []))
  const identity = mapping.identity.map((name) => index.get(name) ?? -1)
  const warnings = places.flatMap(({ to, target }) =>
    target ? [] : [{ code: 'unknown-field', field: to.slice(0, 80), params: { value: to.slice(0, 80) } }],
  )
  return { columns, warnings, itemOf: (row) => itemOf(row, makers, identity) }
}

interface Target {
  readonly field: Field
  readonly part: string | undefined
}

function targetOf(to: string, { fields }: ServiceType): Target | undefined {
  const [name = '', part] = to.split('.')
  const field = fields.find((one) => one.name === name)
  if (field === undefined || (part !== undefined && !fieldType(field.type).parts?.includes(part))) return undefined
  return { field, part }
}

interface Maker extends Target {
  /** Where the problems of it are told. */
  readonly place: string
  readonly make: (row: RawRow) => Made
}

interface Made {
  readonly texts: readonly string[]
  readonly problems: readonly Problem[]
}

function makerOf(target: Target, rule: FieldRule, index: ReadonlyMap<string, number>): Maker {
  const { field, part } = target
  const from = rule.from.map((name) => index.get(name) ?? -1)
  const join = rule.join ?? (field.many ? undefined : ' ')
  const [step, lookUp] = [stepRunner(rule.steps), valueMapper(rule.values)]
  const treat = (found: readonly string[]): Made => {
    const joined = join !== undefined && found.length > 1 ? [found.join(join)] : found
    const stepped = step(joined)
    const looked = lookUp(stepped.texts)
    const problems = [...stepped.problems, ...looked.problems]
    const silent = looked.texts.length === 0 && problems.length === 0 && rule.constant !== undefined
    return { texts: silent ? [rule.constant ?? ''] : looked.texts, problems }
  }
  const remembered = remembering(treat)
  const make: Maker['make'] = ({ cells }) => remembered(from.flatMap((at) => textsOf(cells[at])))
  return { ...target, place: part === undefined ? field.name : `${field.name}.${part}`, make }
}

// Towns, contracts, constants: the same few texts come again and again.
function remembering(treat: (texts: readonly string[]) => Made): (texts: readonly string[]) => Made {
  const known = new Map<string, Made>()
  return (texts) => {
    const [text = ''] = texts
    if (texts.length > 1 || text.length > 60) return treat(texts)
    const found = known.get(text)
    if (found !== undefined) return found
    const made = treat(texts)
    if (known.size < MOST_REMEMBERED) known.set(text, made)
    return made
  }
}

const MOST_REMEMBERED = 2000

function textsOf(cell: Cell | undefined): readonly string[] {
  if (cell === undefined) return []
  if (typeof cell !== 'string') return cell.flatMap(textsOf)
  const text = cell.trim()
  return text === '' ? [] : [text]
}

function itemOf(row: RawRow, makers: readonly Maker[], identity: readonly number[]): IntakeItem {
  const { line, problems: own } = row
  if (own.length > 0) return { line, raw: {}, problems: own }
  const raw: Record<string, RawValue> = {}
  const parts = new Map<Field, Map<string, readonly string[]>>()
  const problems: Problem[] = []
  for (const { field, part, place, make } of makers) {
    const { texts, problems: met } = make(row)
    for (const problem of met) problems.push({ ...problem, field: place, line })
    if (texts.length === 0) continue
    if (part === undefined) raw[field.name] = valueFrom(texts)
    else parts.getOrInsertComputed(field, () => new Map()).set(part, texts)
  }
  for (const [field, found] of parts) raw[field.name] = composite(field, found)
  const key = identity.flatMap((at) => textsOf(row.cells[at])).join('/')
  return { line, raw, externalId: key === '' ? undefined : key.slice(0, LONGEST_KEY), problems }
}

const LONGEST_KEY = 500

// A text alone is left whole: the field cuts it at its bars where it takes several.
function valueFrom(texts: readonly string[]): RawValue {
  const [first = ''] = texts
  return texts.length === 1 ? first : texts
}

function composite(field: Field, found: ReadonlyMap<string, readonly string[]>): RawValue {
  const length = field.many ? Math.max(...[...found.values()].map((texts) => texts.length)) : 1
  const items: RawItem[] = Array.from({ length }, (_, at) =>
    Object.fromEntries(
      [...found].flatMap(([part, texts]) => {
        const text = field.many ? texts[at] : texts.join(' ')
        return text === undefined ? [] : [[part, text]]
      }),
    ),
  )
  return field.many ? items : (items[0] ?? '')
}
