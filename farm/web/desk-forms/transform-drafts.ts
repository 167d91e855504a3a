import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import { readValues } from '../../../pipeline/model/read-values.ts'
import type { Transform } from '../../../pipeline/model/site.ts'
import { writeValues } from '../../../pipeline/model/write-values.ts'
import { fieldNamed } from '../present/condition-names.ts'
import type { Visit } from '../visit.ts'
import { type Said, saidAt } from './condition-draft.ts'

/** One transform as its row of the form holds it. */
export interface TransformDraft {
  readonly kind: TransformKind
  readonly said: Said
}

/** Transforms one may add, in the order they are offered. */
export const TRANSFORM_KINDS = ['mention', 'shorten', 'drop', 'default', 'map_theme'] as const
/** What may be done to an entry on its way to a section. */
export type TransformKind = (typeof TRANSFORM_KINDS)[number]

/** Transforms as their form shows them. */
export function transformDrafts(transforms: readonly Transform[], { memory }: Pick<Visit, 'memory'>): TransformDraft[] {
  return transforms.map((one) => {
    if ('mention' in one) return { kind: 'mention', said: { text: [one.mention] } }
    if ('shorten' in one) return { kind: 'shorten', said: { field: [one.shorten], to: [String(one.to)] } }
    if ('drop' in one) return { kind: 'drop', said: { field: [one.drop] } }
    if ('map_theme' in one) return { kind: 'map_theme', said: { from: [one.map_theme], to: [one.to] } }
    return { kind: 'default', said: { field: [one.default], value: [writtenValue(memory, one.default, one.value)] } }
  })
}

/** What a form says of the transforms: rows named `change.0`, `change.1` and so on. */
export function readTransformDrafts(data: FormData): TransformDraft[] {
  const drafts: TransformDraft[] = []
  for (let i = 0; data.has(`change.${i}.kind`); i += 1) {
    const kind = TRANSFORM_KINDS.find((one) => one === data.get(`change.${i}.kind`))
    if (kind) drafts.push({ kind, said: saidAt(data, `change.${i}`) })
  }
  return drafts
}

/** The transforms a form describes; problems carry the name of their control. */
export function transformsOf(drafts: readonly TransformDraft[], visit: Visit): Result<Transform[]> {
  const read = drafts.map((draft, i) => transformOf(draft, `change.${i}`, visit))
  const problems = read.flatMap((one) => (one.ok ? [] : one.problems))
  return problems.length > 0 ? fail(...problems) : ok(read.flatMap((one) => (one.ok ? [one.value] : [])))
}

function transformOf({ kind, said }: TransformDraft, place: string, visit: Visit): Result<Transform> {
  const text = (name: string) => (said[name]?.[0] ?? '').trim()
  const names = {
    mention: ['text'],
    shorten: ['field', 'to'],
    drop: ['field'],
    default: ['field', 'value'],
    map_theme: ['from', 'to'],
  }
  const missing = names[kind].filter((name) => text(name) === '')
  if (missing.length > 0)
    return fail(...missing.map((name): Problem => ({ code: 'required', field: `${place}.${name}` })))
  if (kind === 'mention') return ok({ mention: text('text') })
  if (kind === 'drop') return ok({ drop: text('field') })
  if (kind === 'default') return defaultOf(text('field'), { text: text('value'), place, visit })
  if (kind === 'map_theme') return ok({ map_theme: text('from'), to: text('to') })
  const to = Number(text('to'))
  if (!Number.isInteger(to)) return fail({ code: 'not-a-number', field: `${place}.to` })
  if (to < 10) return fail({ code: 'too-small', field: `${place}.to`, params: { value: to, min: 10 } })
  return ok({ shorten: text('field'), to })
}

function defaultOf(
  name: string,
  { text, place, visit }: { readonly text: string; readonly place: string; readonly visit: Visit },
): Result<Transform> {
  const type = [...visit.memory.declarations.serviceTypes.values()].find((one) =>
    one.fields.some((f) => f.name === name),
  )
  const field = type?.fields.find((one) => one.name === name)
  if (!type || !field) return fail({ code: 'field-of-no-kind', field: `${place}.field`, params: { value: name } })
  const serviceType = { ...type, fields: [{ ...field, required: false }] }
  const { values, problems } = readValues({ serviceType, raw: { [name]: text }, context: visit.show })
  const value = values[name]
  if (problems.length > 0) return fail(...problems.map((one) => ({ ...one, field: `${place}.value` })))
  return value === undefined ? fail({ code: 'required', field: `${place}.value` }) : ok({ default: name, value })
}

function writtenValue(
  memory: Visit['memory'],
  name: string,
  value: Extract<Transform, { default: unknown }>['value'],
): string {
  const field = fieldNamed({ memory }, name)
  const type = [...memory.declarations.serviceTypes.values()].find((one) => field && one.fields.includes(field))
  const raw = type
    ? writeValues({ ...type, fields: type.fields.filter((one) => one === field) }, { [name]: value })[name]
    : undefined
  if (typeof raw === 'string') return raw
  const lines = Array.isArray(raw) ? raw.filter((one) => typeof one === 'string') : []
  return lines.length > 0 ? lines.join(' | ') : JSON.stringify(value)
}
