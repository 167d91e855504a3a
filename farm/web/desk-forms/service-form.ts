import type { Condition } from '../../../pipeline/model/condition.ts'
import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import type { Arrangement, SectionOrder, Subscription } from '../../../pipeline/model/site.ts'
import { conditionFaults } from '../../../pipeline/routing/condition-faults.ts'
import type { ServiceDraft } from '../../sites/check-service.ts'
import { readCondition } from '../../sites/read-condition.ts'
import { serviceEdition } from '../../sites/service-edition.ts'
import type { Visit } from '../visit.ts'
import { type Draft, draftOf, readDraft } from './condition-draft.ts'
import { draftJson } from './draft-json.ts'
import { readTransformDrafts, type TransformDraft, transformDrafts, transformsOf } from './transform-drafts.ts'

/** One service as its form asks it; `json` where its request is written by hand. */
export interface ServiceForm {
  readonly id: number | undefined
  /** Which state of the service was opened; empty for a new one. */
  readonly edition: string
  readonly slug: string
  readonly label: string
  readonly labelEn: string
  readonly confirm: boolean
  readonly when: Draft
  readonly json: string | undefined
  /** Empty for the order of its kind. */
  readonly order: string
  readonly limit: string
  readonly transforms: readonly TransformDraft[]
}

/** Orders one may choose. */
export const ORDERS = ['newest', 'oldest', 'title'] as const satisfies readonly SectionOrder[]

/** The form of a service to add. */
export const NEW_SERVICE: ServiceForm = {
  ...{ id: undefined, edition: '', slug: '', label: '', labelEn: '', confirm: false, json: undefined },
  ...{ order: '', limit: '', transforms: [] },
  when: {
    kind: 'all',
    parts: [
      { kind: 'service_type', said: {} },
      { kind: 'origin', said: { values: ['own', 'below', 'above'] } },
    ],
  },
}

/** A service as its form shows it. */
export function serviceFormOf(service: Subscription, visit: Pick<Visit, 'memory' | 'language'>): ServiceForm {
  const { order = '', limit, transforms = [] } = service.arrangement ?? {}
  const when = draftOf(service.when, visit)
  return {
    id: service.id,
    edition: serviceEdition(service),
    slug: service.slug,
    label: service.label.fr,
    labelEn: service.label.en ?? '',
    confirm: service.mode === 'confirm',
    // One condition alone can be joined with others.
    when: 'parts' in when && when.kind !== 'none' ? when : { kind: 'all', parts: [when] },
    json: undefined,
    order,
    limit: limit === undefined ? '' : String(limit),
    transforms: transformDrafts(transforms, visit),
  }
}

/** What was typed in the form of a service. */
export function readServiceForm(data: FormData, id: number | undefined): ServiceForm {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  return {
    id,
    edition: text('edition'),
    slug: text('slug'),
    label: text('label'),
    labelEn: text('label-en'),
    confirm: text('mode') === 'confirm',
    when: readDraft(data),
    json: data.has('json') ? text('json') : undefined,
    order: text('order'),
    limit: text('limit'),
    transforms: readTransformDrafts(data),
  }
}

/** The service a form describes; problems carry the name of their control. */
export function serviceDraft(form: ServiceForm, visit: Visit): Result<ServiceDraft> {
  const when = conditionAsked(form, visit)
  const arrangement = arrangementOf(form, visit)
  if (!when.ok || !arrangement.ok)
    return fail(...(when.ok ? [] : when.problems), ...(arrangement.ok ? [] : arrangement.problems))
  const label = { fr: form.label, ...(form.labelEn === '' ? {} : { en: form.labelEn }) }
  const about = { id: form.id, slug: form.slug, label, arrangement: arrangement.value }
  return ok({ ...about, mode: form.confirm ? 'confirm' : 'automatic', when: when.value })
}

/** The condition a form asks for, built or by hand; problems carry the name of their control. */
export function conditionAsked({ when, json }: ServiceForm, visit: Pick<Visit, 'memory'>): Result<Condition> {
  if (json !== undefined) return conditionFromJson(json)
  const { json: written, problems } = draftJson(when, visit)
  return problems.length > 0 ? fail(...problems) : readCondition(written)
}

/** What may be meant but should be seen before saving: a request that keeps nothing out, places apart. */
export function serviceWarnings(form: ServiceForm, visit: Pick<Visit, 'memory'>): readonly Problem[] {
  const when = conditionAsked(form, visit)
  if (!when.ok) return []
  return conditionFaults(when.value, visit.memory)
    .filter((fault) => fault.level === 'warning')
    .map(({ code, place, params = {} }) => ({ code, field: 'when', params: { ...params, place } }))
}

/** The warnings a person was shown, as the form sends them back. */
export function seenWarnings(warnings: readonly Problem[]): string {
  return warnings.map(({ code, params }) => [code, ...Object.values(params ?? {})].join(' ')).join('; ')
}

function arrangementOf(form: ServiceForm, visit: Visit): Result<Arrangement | null> {
  const transforms = transformsOf(form.transforms, visit)
  const limit = form.limit === '' ? undefined : Number(form.limit)
  const wrong: readonly Problem[] =
    limit === undefined || (Number.isInteger(limit) && limit > 0) ? [] : [{ code: 'not-a-limit', field: 'limit' }]
  if (!transforms.ok || wrong.length > 0) return fail(...wrong, ...(transforms.ok ? [] : transforms.problems))
  const order = ORDERS.find((one) => one === form.order)
  const arrangement: Arrangement = {
    ...(order === undefined ? {} : { order }),
    ...(limit === undefined ? {} : { limit }),
    ...(transforms.value.length === 0 ? {} : { transforms: transforms.value }),
  }
  return ok(Object.keys(arrangement).length === 0 ? null : arrangement)
}

function conditionFromJson(text: string): Result<Condition> {
  const parsed = parse(text)
  const read = parsed.ok ? readCondition(parsed.value) : parsed
  return read.ok ? read : fail(...read.problems.map((problem) => ({ ...problem, field: 'json' })))
}

function parse(text: string): Result<unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return ok(value)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? []
    if (line && column)
      return fail({ code: 'bad-json-at', field: 'json', params: { line: Number(line), column: Number(column) } })
    if (/end of JSON input/.test(message)) return fail({ code: 'json-unended', field: 'json' })
    return fail({ code: 'bad-request-json', field: 'json', params: { message } })
  }
}
