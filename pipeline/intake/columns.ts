import type { Field } from '../model/field.ts'
import { fieldType } from '../model/field-types.ts'
import { fold } from '../model/fold.ts'
import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import type { ServiceType } from '../model/service-type.ts'
import type { IntakeOptions } from './reader.ts'

/** What a column or an element stands for: a field, a part of one, or the identity the file gives to its items. */
export type Target = { readonly field: Field; readonly part?: string | undefined } | { readonly identity: true }

type Targets = ReadonlyMap<string, Target>

/** Column of a CSV by its place. */
export type Column = Target & { readonly index: number }

/** What the columns of a CSV are. */
export interface Columns {
  readonly columns: readonly Column[]
  readonly warnings: readonly Problem[]
}

/**
 * Finds the field of each heading. Problem of the whole file: `duplicate-column` { name }, also when two headings mean the same field;
 * warnings: `unknown-column` { name }, and `missing-column` { name } for a required field that has none.
 */
export function matchColumns(headings: readonly string[], options: IntakeOptions): Result<Columns> {
  const targetOf = targetFinder(options)
  const seen = new Set<string>()
  const columns: Column[] = []
  const warnings: Problem[] = []
  for (const [index, name] of headings.entries()) {
    const target = name === '' ? undefined : targetOf(name)
    const keys = name === '' ? [] : [`heading ${name.toLowerCase()}`, ...(target ? [keyOf(target)] : [])]
    if (keys.some((key) => seen.has(key)))
      return fail({ code: 'duplicate-column', line: 1, params: { name: short(name) } })
    for (const key of keys) seen.add(key)
    if (target) columns.push({ ...target, index })
    else if (target === undefined && name !== '')
      warnings.push({ code: 'unknown-column', params: { name: short(name) } })
  }
  return ok({ columns, warnings: [...warnings, ...missing(columns, options.serviceType)] })
}

/** Tells what a heading means: nothing when it is unknown, null when it is known and not to be read. */
export function targetFinder({ serviceType, mapping }: IntakeOptions): (heading: string) => Target | undefined | null {
  const targets = targetsOf(serviceType)
  const mapped = new Map(Object.entries(mapping ?? {}).map(([from, to]) => [fold(from), to]))
  const named = (text: string): Target | undefined => targets.get(fold(text)) ?? partOf(text, targets)
  return (heading) => {
    const to = mapping !== undefined && Object.hasOwn(mapping, heading) ? mapping[heading] : mapped.get(fold(heading))
    if (to !== undefined) return to === '' ? null : named(to)
    return named(heading) ?? (INFORMING.has(fold(heading)) ? null : undefined)
  }
}

// Columns the farm's own exports, and lines sent back to be corrected, hold for people to read.
const INFORMING = new Set(['published at', 'updated at', 'link', 'organisation', 'problemes', 'problems'])
const IDENTITIES = ['id', 'identifiant', 'external id', 'externalid']

function targetsOf({ fields }: ServiceType): Targets {
  const targets = new Map<string, Target>()
  const add = (name: string | undefined, target: Target): void => {
    const key = fold(name ?? '')
    if (key !== '' && !targets.has(key)) targets.set(key, target)
  }
  for (const field of fields) add(field.column, { field })
  for (const field of fields) add(field.name, { field })
  for (const field of fields) add(field.label.fr, { field })
  for (const field of fields) add(field.label.en, { field })
  for (const name of IDENTITIES) add(name, { identity: true })
  return targets
}

function partOf(heading: string, targets: Targets): Target | undefined {
  const dot = heading.lastIndexOf('.')
  const whole = dot > 0 ? targets.get(fold(heading.slice(0, dot))) : undefined
  if (whole === undefined || !('field' in whole)) return undefined
  const part = partsOf(whole.field).find((name) => fold(name) === fold(heading.slice(dot + 1)))
  return part === undefined ? undefined : { ...whole, part }
}

function partsOf({ type }: Field): readonly string[] {
  return fieldType(type).parts ?? []
}

function keyOf(target: Target): string {
  return 'field' in target ? `field ${target.field.name}.${target.part ?? ''}` : 'identity'
}

function missing(columns: readonly Column[], { fields }: ServiceType): readonly Problem[] {
  const present = new Set(columns.map((column) => ('field' in column ? column.field.name : '')))
  return fields
    .filter(({ name, required }) => required && !present.has(name))
    .map(({ name, column }) => ({ code: 'missing-column', field: name, params: { name: column } }))
}

function short(name: string): string {
  return name.length > 80 ? `${name.slice(0, 79)}…` : name
}
