import type { Condition, OriginRule, TerritoryRelation } from '../../../pipeline/model/condition.ts'
import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import type { Subscription } from '../../../pipeline/model/site.ts'
import type { ServiceDraft } from '../../sites/check-service.ts'
import { readCondition } from '../../sites/read-condition.ts'
import { conditionOf, standardOf } from '../../sites/standard-condition.ts'
import type { Visit } from '../visit.ts'

/** One service as its form asks it; `json` where its request cannot be said by the simple part. */
export interface ServiceForm {
  readonly id: number | undefined
  readonly slug: string
  readonly label: string
  readonly labelEn: string
  readonly confirm: boolean
  readonly kinds: readonly string[]
  readonly themes: readonly string[]
  /** One place per line, as typed. */
  readonly territories: string
  readonly relation: TerritoryRelation
  readonly origins: readonly string[]
  readonly json: string | undefined
}

/** Origins one may tick, nearest first. */
export const ORIGINS = ['own', 'below', 'above', 'network'] as const

/** How an entry's place may lie to the asked ones. */
export const RELATIONS = ['within', 'covering', 'either'] as const

/** A service as its form shows it. */
export function serviceFormOf(service: Subscription, { memory }: Pick<Visit, 'memory'>): ServiceForm {
  const standard = standardOf(service.when)
  return {
    id: service.id,
    slug: service.slug,
    label: service.label.fr,
    labelEn: service.label.en ?? '',
    confirm: service.mode === 'confirm',
    kinds: standard?.kinds ?? [],
    themes: standard?.themes ?? [],
    territories: (standard?.territories ?? []).map((key) => placeText(key, memory)).join('\n'),
    relation: standard?.relation ?? 'either',
    origins: standard?.origins ?? [],
    json: standard ? undefined : JSON.stringify(service.when, null, 2),
  }
}

/** What was typed in the form of a service. */
export function readServiceForm(data: FormData, id: number | undefined): ServiceForm {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const all = (name: string) => data.getAll(name).filter((one) => typeof one === 'string')
  return {
    id,
    slug: text('slug'),
    label: text('label'),
    labelEn: text('label-en'),
    confirm: text('mode') === 'confirm',
    kinds: all('kinds'),
    themes: all('themes'),
    territories: text('territories'),
    relation: RELATIONS.find((one) => one === text('relation')) ?? 'either',
    origins: all('origins'),
    json: data.has('json') ? text('json') : undefined,
  }
}

/** The service a form describes; problems carry the name of their control. */
export function serviceDraft(form: ServiceForm, visit: Pick<Visit, 'memory'>): Result<ServiceDraft> {
  const when = form.json === undefined ? standardWhen(form, visit) : conditionFromJson(form.json)
  if (!when.ok) return when
  const label = { fr: form.label, ...(form.labelEn === '' ? {} : { en: form.labelEn }) }
  return ok({ id: form.id, slug: form.slug, label, mode: form.confirm ? 'confirm' : 'automatic', when: when.value })
}

/** A place so that reading it gives it again: its name and code, else its key. */
export function placeText(key: string, { gazetteer }: Visit['memory']): string {
  const place = gazetteer.get(key)
  const text = place ? `${place.name} (${place.code})` : key
  const found = gazetteer.resolve(text)
  return found.kind === 'found' && found.territory.key === key ? text : key
}

function standardWhen(form: ServiceForm, { memory }: Pick<Visit, 'memory'>): Result<Condition> {
  const places = placesOf(form.territories, memory)
  const empty: readonly Problem[] = form.kinds.length === 0 ? [{ code: 'no-kind-asked', field: 'kinds' }] : []
  if (!places.ok || empty.length > 0) return fail(...empty, ...(places.ok ? [] : places.problems))
  const { kinds, themes, relation } = form
  const origins: OriginRule[] = form.origins.flatMap((one) => originRule(one) ?? [])
  return ok(conditionOf({ kinds, themes, territories: places.value, relation, origins }))
}

function originRule(text: string): OriginRule | undefined {
  const known = ORIGINS.find((one) => one === text)
  return known ?? (text.startsWith('organisation:') ? `organisation:${text.slice(13)}` : undefined)
}

/** Territory keys of the lines typed, or the lines that name no place or several. */
export function placesOf(typed: string, { gazetteer }: Visit['memory']): Result<string[]> {
  const lines = typed.split(/\r?\n/).map((line) => line.trim())
  const keys: string[] = []
  const problems: Problem[] = []
  for (const value of lines.filter((line) => line !== '')) {
    const found = gazetteer.resolve(value)
    if (found.kind === 'found') keys.push(found.territory.key)
    else if (found.kind === 'unknown')
      problems.push({ code: 'unknown-territory', field: 'territories', params: { value } })
    else {
      const candidates = found.candidates.slice(0, 6).map((one) => `${one.name} (${one.code})`)
      problems.push({
        code: 'ambiguous-territory',
        field: 'territories',
        params: { value, candidates: candidates.join(', ') },
      })
    }
  }
  return problems.length > 0 ? fail(...problems) : ok(keys)
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
    return fail({ code: 'bad-request-json', field: 'json', params: { message } })
  }
}
