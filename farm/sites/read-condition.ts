import type { Condition, FieldTest, OriginRule, PublicationTest } from '../../pipeline/model/condition.ts'
import { JsonPlace } from '../../pipeline/model/json-place.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { askedDay } from '../../pipeline/routing/asked-day.ts'

/** Reads a condition someone wrote by hand, with the rules of `instances/schemas/site.schema.json`; each mistake names its place. */
export function readCondition(json: unknown): Result<Condition> {
  const problems: Problem[] = []
  const condition = conditionAt(new JsonPlace(json, { file: '', problems }))
  return problems.length > 0 ? fail(...problems) : ok(condition)
}

const KINDS = [
  'all',
  'any',
  'none',
  'service_type',
  'theme',
  'territory',
  'near',
  'origin',
  'language',
  'published',
  'field',
] as const

type Kind = (typeof KINDS)[number]

const GROUPS: ReadonlySet<Kind> = new Set(['all', 'any', 'none'])

const BESIDE: Partial<Record<Kind, readonly string[]>> = {
  theme: ['exactly'],
  territory: ['relation'],
  near: ['km'],
  field: ['is', 'at_least', 'at_most', 'contains', 'filled'],
}

// Groups within groups: nobody reads more.
const DEEPEST = 20

function conditionAt(place: JsonPlace, depth = 0): Condition {
  if (depth > DEEPEST) {
    place.problem('bad-declaration-too-deep', { max: String(DEEPEST) })
    return { all: [] }
  }
  const kind = KINDS.find((name) => place.at(name).exists)
  if (kind === undefined) {
    place.problem('bad-declaration-missing', { value: KINDS.join(' | ') })
    return { all: [] }
  }
  place.only([kind, ...(BESIDE[kind] ?? [])])
  const at = place.at(kind)
  if (kind === 'near') return nearAt(place)
  if (kind === 'published') return { published: publicationAt(at) }
  if (kind === 'field') return { field: at.text(), ...fieldTestAt(place) }
  if (at.items().length === 0)
    at.problem(GROUPS.has(kind) ? 'bad-declaration-empty-group' : 'bad-declaration-empty-list')
  const words = () => at.items().map((item) => item.text())
  const parts = () => at.items().map((item) => conditionAt(item, depth + 1))
  if (kind === 'all') return { all: parts() }
  if (kind === 'any') return { any: parts() }
  if (kind === 'none') return { none: parts() }
  if (kind === 'service_type') return { service_type: words() }
  if (kind === 'language') return { language: words() }
  if (kind === 'theme') return place.at('exactly').flag(false) ? { theme: words(), exactly: true } : { theme: words() }
  if (kind === 'origin') return { origin: at.items().map(originAt) }
  const relation = place.at('relation')
  return relation.exists
    ? { territory: words(), relation: relation.oneOf(['within', 'covering', 'either']) }
    : { territory: words() }
}

function originAt(place: JsonPlace): OriginRule {
  const text = place.text()
  return text.startsWith('organisation:')
    ? `organisation:${text.slice('organisation:'.length)}`
    : place.oneOf(['own', 'below', 'above', 'network', 'granted'])
}

function nearAt(place: JsonPlace): Condition {
  const km = place.at('km').number()
  if (km <= 0) place.at('km').problem('bad-declaration-kilometres', { value: String(km) })
  const near = place.at('near')
  if (!near.isList) return { near: near.text(), km }
  const [latitude, longitude, ...more] = near.items()
  const point: [number, number] = [latitude?.number() ?? 0, longitude?.number() ?? 0]
  const onEarth = Math.abs(point[0]) <= 90 && Math.abs(point[1]) <= 180
  if (!latitude || !longitude || more.length > 0 || !onEarth) near.expected('[latitude, longitude]')
  return { near: point, km }
}

function publicationAt(place: JsonPlace): PublicationTest {
  place.only(['within_days', 'before_days', 'at_least', 'at_most'])
  const days = (name: 'within_days' | 'before_days') =>
    place.at(name).exists ? { [name]: place.at(name).number(0) } : {}
  const day = (name: 'at_least' | 'at_most') => (place.at(name).exists ? { [name]: dayAt(place.at(name)) } : {})
  const test = { ...days('within_days'), ...days('before_days'), ...day('at_least'), ...day('at_most') }
  if (Object.keys(test).length === 0) place.problem('bad-declaration-missing', { value: 'within_days | before_days' })
  return test
}

function fieldTestAt(place: JsonPlace): FieldTest {
  const {
    is,
    at_least: least,
    at_most: most,
    contains,
    filled,
  } = Object.fromEntries(['is', 'at_least', 'at_most', 'contains', 'filled'].map((name) => [name, place.at(name)]))
  const test = {
    ...(is?.exists ? { is: is.items().map((item) => item.text()) } : {}),
    ...(least?.exists ? { at_least: boundAt(least) } : {}),
    ...(most?.exists ? { at_most: boundAt(most) } : {}),
    ...(contains?.exists ? { contains: contains.text() } : {}),
    ...(filled?.exists ? { filled: filled.flag(true) } : {}),
  }
  if (Object.keys(test).length === 0) place.problem('bad-declaration-missing', { value: 'is | at_least | at_most' })
  return test
}

function boundAt(place: JsonPlace): number | string {
  return place.isText ? dayAt(place) : place.number()
}

function dayAt(place: JsonPlace): string {
  const text = place.text()
  if (askedDay(text, 0) === undefined) place.expected('YYYY-MM-DD | today | today+N | today-N')
  return text
}
