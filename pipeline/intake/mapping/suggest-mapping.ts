import type { Field, FieldTypeId } from '../../model/field.ts'
import { fieldType } from '../../model/field-types.ts'
import { fold } from '../../model/fold.ts'
import type { ServiceType } from '../../model/service-type.ts'
import { COLUMN_WORDS, IDENTITY_WORDS } from './column-words.ts'
import type { ColumnSketch } from './describe-columns.ts'
import type { ColumnKind } from './guess-kind.ts'
import type { FieldRule, Mapping, Step } from './mapping.ts'

/** A mapping to begin with: the columns whose names or values say which field they are, and the one that tells items apart. */
export function suggestMapping(
  columns: readonly ColumnSketch[],
  serviceType: ServiceType,
  reading: Mapping['reading'],
): Mapping {
  const offers = serviceType.fields.flatMap((field) => offersFor(field, columns)).sort((a, b) => b.score - a.score)
  const fields: Record<string, FieldRule> = {}
  const used = new Set<string>()
  for (const { to, column, field } of offers) {
    if (used.has(column.name) || Object.hasOwn(fields, to) || clashes(to, fields)) continue
    used.add(column.name)
    fields[to] = { from: [column.name], steps: stepsFor(field, to, column) }
  }
  const ordered = serviceType.fields.flatMap(({ name }) =>
    Object.entries(fields).filter(([to]) => to.split('.')[0] === name),
  )
  return {
    serviceType: serviceType.id,
    reading,
    identity: identityOf(columns),
    fields: Object.fromEntries(ordered),
  }
}

interface Offer {
  readonly to: string
  readonly field: Field
  readonly column: ColumnSketch
  readonly score: number
}

// A field as a whole, or by its parts.
function clashes(to: string, fields: Readonly<Record<string, FieldRule>>): boolean {
  const [name = '', part] = to.split('.')
  const held = Object.keys(fields).filter((one) => one.split('.')[0] === name)
  return held.some((one) => one.includes('.') !== (part !== undefined))
}

function offersFor(field: Field, columns: readonly ColumnSketch[]): readonly Offer[] {
  const parts = PARTED.has(field.type) ? (fieldType(field.type).parts ?? []) : []
  const targets = [field.name, ...parts.map((part) => `${field.name}.${part}`)]
  return targets.flatMap((to) =>
    columns
      .map((column) => ({ to, field, column, score: scoreOf(to, field, column) }))
      .filter(({ score }) => score >= ENOUGH),
  )
}

const PARTED: ReadonlySet<FieldTypeId> = new Set(['address', 'point'])
const ENOUGH = 50

function scoreOf(to: string, field: Field, column: ColumnSketch): number {
  if (column.filled === 0) return 0
  const fits = fitsOf(to, field, column)
  const named = nameScore(to, field, column.name)
  if (fits >= 0) return named + fits
  // So named, it is that date, badly written: shown as such, it says what is wrong with it.
  return named >= SURE && column.kind === 'text' && DATED.has(field.type) ? ENOUGH : 0
}

const SURE = 85
const DATED: ReadonlySet<FieldTypeId> = new Set(['date', 'datetime', 'partial-date'])

function nameScore(to: string, field: Field, name: string): number {
  const whole = fold(name.replaceAll(/[@#]/g, ' ').replaceAll('_', ' '))
  const last = fold((name.split(/[/.]/).at(-1) ?? name).replaceAll('_', ' '))
  if (!to.includes('.')) {
    const own = [field.name.replaceAll('_', ' '), field.column, field.label.fr, field.label.en ?? ''].map(fold)
    if (own.includes(whole)) return 100
  }
  // A place, or a part of one, is called alike whatever it is the place of.
  const words = COLUMN_WORDS[to] ?? COLUMN_WORDS[partWords(to, field)] ?? []
  const [at, atLast] = [words.indexOf(whole), words.indexOf(last)]
  if (at >= 0) return 90 - at
  if (atLast >= 0) return 75 - atLast
  const held = words.slice(0, 6).findIndex((word) => ` ${whole} `.includes(` ${word} `) && word.length > 3)
  return held >= 0 ? 52 - held : 0
}

function partWords(to: string, { type }: Field): string {
  return to.includes('.') ? `${type}.${to.split('.')[1]}` : type
}

const TEXTS: ReadonlySet<FieldTypeId> = new Set(['text', 'long-text', 'rich-text'])
const NARROW: Readonly<Partial<Record<ColumnKind, ReadonlySet<FieldTypeId>>>> = {
  siret: new Set(['siret', 'text']),
  email: new Set(['email', 'text']),
  url: new Set(['url', 'image', 'file', 'text']),
  phone: new Set(['phone', 'text']),
  date: new Set(['date', 'datetime', 'partial-date', 'period', 'text']),
  point: new Set(['point']),
}
const ASKING: Readonly<Partial<Record<FieldTypeId, readonly ColumnKind[]>>> = {
  siret: ['siret'],
  email: ['email'],
  url: ['url'],
  phone: ['phone'],
  date: ['date'],
  datetime: ['date'],
  'partial-date': ['date', 'number'],
  point: ['point'],
  image: ['url'],
  file: ['url'],
  boolean: ['yes-no'],
  integer: ['number'],
  decimal: ['number'],
}

/** How well the values suit: below zero not at all, above where they say it by themselves. */
function fitsOf(to: string, field: Field, { kind }: ColumnSketch): number {
  if (to.endsWith('.postcode')) return kind === 'postcode' || kind === 'number' ? 20 : kind === 'insee' ? 0 : -1
  if (to.endsWith('.commune')) return kind === 'insee' || kind === 'postcode' ? 5 : -1
  if (to.endsWith('.lat') || to.endsWith('.lon')) return kind === 'number' ? 10 : -1
  if (to.includes('.')) return kind === 'text' || kind === 'long-text' ? 5 : -1
  const asked = ASKING[field.type]
  if (asked !== undefined) return asked.includes(kind) ? 20 : -1
  if (kind === 'rome' && field.vocabulary === 'rome') return 60
  const narrow = NARROW[kind]
  if (narrow !== undefined && !narrow.has(field.type)) return -1
  if (kind === 'html') return TEXTS.has(field.type) ? 10 : -1
  return narrow !== undefined && TEXTS.has(field.type) ? -20 : 0
}

function stepsFor(field: Field, to: string, column: ColumnSketch): readonly Step[] {
  const steps: Step[] = []
  if (to.endsWith('.postcode') && column.lostZeros) steps.push({ do: 'pad', length: 5, with: '0' })
  if (field.many && column.separator !== undefined) steps.push({ do: 'split', by: column.separator })
  if (column.kind === 'html' && (field.type === 'text' || field.type === 'long-text')) steps.push({ do: 'strip-html' })
  if (column.capitals && (to.endsWith('.town') || field.name === 'title')) steps.push({ do: 'case', to: 'title' })
  return steps
}

function identityOf(columns: readonly ColumnSketch[]): readonly string[] {
  const own = columns.filter(
    ({ filled, rows, distinct }) => rows > 0 && filled === rows && distinct >= Math.min(rows, 1000),
  )
  const rank = ({ name }: ColumnSketch) => IDENTITY_WORDS.indexOf(fold(name.replaceAll(/[@_]/g, ' ')))
  const [best] = own.filter((column) => rank(column) >= 0).sort((a, b) => rank(a) - rank(b))
  return best === undefined ? [] : [best.name]
}
