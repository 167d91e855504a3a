import type { Condition } from '../../../pipeline/model/condition.ts'
import type { Explanation } from '../../../pipeline/routing/explain.ts'
import type { Finding, TestKind } from '../../../pipeline/routing/finding.ts'
import { fieldNamed, fieldValueName, nameOf, type Telling } from './condition-names.ts'
import { conditionPhrase } from './condition-sentence.ts'

/** One condition of a section in words: what decided, and whether it let the entry in; groups carry theirs. */
export interface Reason {
  readonly held: boolean
  readonly text: string
  readonly parts?: readonly Reason[]
}

/** The reasons an entry is in a section, or not: every condition, with the theme, place, day, figure or body that decided. */
export function reasonsOf(telling: Telling, finding: Finding): Reason[] {
  const { condition, held, parts = [] } = finding
  if (condition === 'all') return parts.flatMap((part) => reasonsOf(telling, part))
  if (condition === 'any') {
    const [only, ...more] = parts
    if (only && more.length === 0) return reasonsOf(telling, only)
    const text = telling.words(held ? 'why.any.held' : 'why.any.failed')
    return [{ held, text, parts: parts.flatMap((part) => together(telling, part)) }]
  }
  if (condition !== 'none') return [{ held, text: leafText(telling, finding, condition) }]
  const shown = parts.filter((part) => part.held !== held)
  const text = shown.map((part) => (part.held ? flatText(telling, part) : askedText(telling, part))).join(' ; ')
  return [{ held, text: telling.words(held ? 'why.none.held' : 'why.none.failed', { reasons: text }) }]
}

/** Why an entry may come to a section at all, or may not: nobody's entries travel without a line or a pact. */
export function accessReason({ words, memory }: Telling, { access, site }: Explanation, organisation: string): Reason {
  const has = memory.organisations.get(organisation)?.shortName ?? organisation
  const asked = memory.organisations.get(memory.sites.get(site)?.organisation ?? '')?.shortName ?? site
  const way = access === null ? 'none' : typeof access === 'string' ? access : 'pact'
  return { held: access !== null, text: words(`why.access.${way}`, { has, asked }) }
}

/** Reasons on one line, groups opened. */
export function reasonLine(reasons: readonly Reason[]): string {
  return reasons.map(({ text, parts }) => (parts ? `${text} (${reasonLine(parts)})` : text)).join(' ; ')
}

function together(telling: Telling, finding: Finding): Reason[] {
  const reasons = reasonsOf(telling, finding)
  if (finding.condition !== 'all' || reasons.length < 2) return reasons
  return [{ held: finding.held, text: telling.words('why.all'), parts: reasons }]
}

function flatText(telling: Telling, finding: Finding): string {
  return reasonLine(reasonsOf(telling, finding))
}

function askedText(telling: Telling, finding: Finding): string {
  const condition = conditionOf(finding)
  return condition ? conditionPhrase(telling, condition) : flatText(telling, finding)
}

/** What a finding asked for, as the condition it came from. */
function conditionOf({ condition, asked = [], relation, km, field, test, parts = [] }: Finding): Condition | undefined {
  const [first = ''] = asked
  switch (condition) {
    case 'all':
      return { all: parts.flatMap((part) => conditionOf(part) ?? []) }
    case 'any':
      return { any: parts.flatMap((part) => conditionOf(part) ?? []) }
    case 'none':
      return { none: parts.flatMap((part) => conditionOf(part) ?? []) }
    case 'service_type':
      return { service_type: asked }
    case 'theme':
      return { theme: asked }
    case 'territory':
      return { territory: asked, relation: relation ?? 'within' }
    case 'language':
      return { language: asked }
    case 'near':
      return { near: first, km: km ?? 0 }
    case 'origin':
      return { origin: asked.flatMap((rule) => originRule(rule) ?? []) }
    case 'published':
      return test === undefined ? undefined : { published: { [test]: test.endsWith('_days') ? Number(first) : first } }
    default:
      return field === undefined || test === undefined ? undefined : { field, ...fieldTest(test, asked) }
  }
}

function originRule(rule: string) {
  if (rule.startsWith('organisation:')) return `organisation:${rule.slice('organisation:'.length)}` as const
  return (['own', 'below', 'above', 'network', 'granted'] as const).find((one) => one === rule)
}

function fieldTest(test: NonNullable<Finding['test']>, asked: readonly string[]) {
  const [first = ''] = asked
  if (test === 'is') return { is: asked }
  if (test === 'filled' || test === 'empty') return { filled: test === 'filled' }
  return { [test]: test !== 'contains' && Number.isFinite(Number(first)) ? Number(first) : first }
}

function leafText(telling: Telling, finding: Finding, kind: TestKind): string {
  if (kind === 'near') return nearText(telling, finding)
  if (kind === 'published') return publishedText(telling, finding)
  if (kind === 'field') return fieldText(telling, finding)
  const { by, has = [], asked = [] } = finding
  const name = (code: string) => nameOf(telling, kind, code)
  if (by) {
    const how = relationOf(telling, kind, by)
    return telling.words(`why.${kind}.${how}`, { has: name(by.has), asked: name(by.asked) })
  }
  const values = { has: listed(telling, has.map(name)), asked: listed(telling, asked.map(name)) }
  return telling.words(`why.${kind}.${has.length > 0 ? 'failed' : 'missing'}`, values)
}

function relationOf({ memory }: Telling, kind: TestKind, by: { readonly has: string; readonly asked: string }): string {
  if (kind === 'origin') return by.asked.startsWith('organisation:') ? 'named' : by.asked
  if (by.has === by.asked) return 'same'
  if (kind !== 'territory') return 'under'
  return memory.gazetteer.ancestors(by.has).includes(by.asked) ? 'under' : 'covers'
}

function nearText(
  telling: Telling,
  { held, by, has = [], asked = [], distance, km = 0, approximate }: Finding,
): string {
  const { words } = telling
  const centre = asked.map((code) => nameOf(telling, 'near', code)).join()
  const places = listed(
    telling,
    (by ? [by.has] : has).map((code) => nameOf(telling, 'near', code)),
  )
  if (distance === undefined) return words('why.near.missing', { asked: centre, km })
  const exact = distance < 10 ? Math.round(distance * 10) / 10 : Math.round(distance)
  const far = words(approximate ? 'why.near.about' : 'why.near.exactly', { distance: exact })
  return words(held ? 'why.near.held' : 'why.near.failed', { has: places, asked: centre, far, km })
}

function publishedText(telling: Telling, { held, test = 'within_days', has = [], asked = [] }: Finding): string {
  const [limit = ''] = asked
  const day = has.map((one) => nameOf(telling, 'published', one)).join()
  const about = test.endsWith('_days') ? { count: Number(limit) } : { asked: nameOf(telling, 'published', limit) }
  return telling.words(`why.published.${test}.${held ? 'held' : 'failed'}`, { has: day, ...about })
}

function fieldText(telling: Telling, { held, test = 'is', field: name = '', has = [], asked = [] }: Finding): string {
  const { words } = telling
  const field = fieldNamed(telling, name)
  const label = field ? (field.label[words.language] ?? field.label.fr) : name
  const value = (one: string) => fieldValueName(telling, field, one)
  const values = { field: label, has: listed(telling, has.map(value)), asked: listed(telling, asked.map(value)) }
  if (has.length === 0 && test !== 'filled' && test !== 'empty')
    return words('why.field.missing', { ...values, test: words(`why.field.asks.${test}`, values) })
  return words(`why.field.${test}.${held ? 'held' : 'failed'}`, values)
}

const SHOWN = 4

function listed({ words }: Telling, names: readonly string[]): string {
  const more = names.length - SHOWN
  const shown = more > 0 ? [...names.slice(0, SHOWN), words('why.others', { n: more })] : names
  return new Intl.ListFormat(words.language, { type: 'unit', style: 'short' }).format(shown)
}
