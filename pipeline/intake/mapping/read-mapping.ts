import { JsonPlace } from '../../model/json-place.ts'
import { fail, ok, type Problem, type Result } from '../../model/problem.ts'
import { linearPattern } from './linear-pattern.ts'
import {
  type FieldRule,
  MAPPED_FORMATS,
  type Mapping,
  OTHERS,
  type Reading,
  STEP_NAMES,
  type Step,
  type ValueMap,
} from './mapping.ts'

/** Reads a mapping from JSON; every mistake names the file and the place (`bad-declaration-…`). */
export function readMapping(json: unknown, file: string): Result<Mapping> {
  const { mapping, problems } = looseMapping(json, file)
  return problems.length > 0 ? fail(...problems) : ok(mapping)
}

/** The same with what could be read beside the mistakes, so that a form may show it again. */
export function looseMapping(
  json: unknown,
  file: string,
): { readonly mapping: Mapping; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const place = new JsonPlace(json, { file, problems })
  place.only(['$schema', 'serviceType', 'reading', 'identity', 'fields'])
  const mapping: Mapping = {
    ...(place.at('serviceType').exists ? { serviceType: place.at('serviceType').text() } : {}),
    reading: place.at('reading').exists ? readingAt(place.at('reading')) : {},
    identity: columnsAt(place.at('identity')),
    fields: fieldsAt(place.at('fields')),
  }
  return { mapping, problems: problems.slice(0, MOST_PROBLEMS) }
}

/** The same from the text of a JSON file; `bad-declaration-json` { file, message } when it is none. */
export function parseMapping(text: string, file: string): Result<Mapping> {
  try {
    return readMapping(JSON.parse(text), file)
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return fail({ code: 'bad-declaration-json', params: { file, message: message.slice(0, 200) } })
  }
}

const MOST_PROBLEMS = 50
const MOST_COLUMNS = 20
const MOST_STEPS = 20
const MOST_PAIRS = 5000

function readingAt(place: JsonPlace): Reading {
  place.only(['format', 'encoding', 'delimiter', 'heading', 'sheet', 'records'])
  const text = (name: string) => (place.at(name).exists ? { [name]: anyText(place.at(name)) } : {})
  return {
    ...(place.at('format').exists ? { format: place.at('format').oneOf(MAPPED_FORMATS) } : {}),
    ...text('encoding'),
    ...text('delimiter'),
    ...(place.at('heading').exists ? { heading: place.at('heading').number(1) } : {}),
    ...text('sheet'),
    ...text('records'),
  }
}

/** A text that may be blank: a separator is often a space. */
function anyText(place: JsonPlace): string {
  const value = place.value
  if (typeof value === 'string') return value
  place.expected('text')
  return ''
}

function columnsAt(place: JsonPlace): readonly string[] {
  if (!place.exists) return []
  if (place.isText) return [anyText(place)]
  const items = place.items()
  if (items.length > MOST_COLUMNS) place.expected(`list <= ${MOST_COLUMNS}`)
  return items.map(anyText)
}

function fieldsAt(place: JsonPlace): Readonly<Record<string, FieldRule>> {
  const names = place.names
  if (names === undefined) place.expected('object')
  return Object.fromEntries((names ?? []).map((name) => [name, ruleAt(place.at(name))]))
}

function ruleAt(place: JsonPlace): FieldRule {
  place.only(['from', 'constant', 'join', 'steps', 'values'])
  const text = (name: string) => (place.at(name).exists ? { [name]: anyText(place.at(name)) } : {})
  const steps = place.at('steps').exists ? place.at('steps').items() : []
  if (steps.length > MOST_STEPS) place.at('steps').expected(`list <= ${MOST_STEPS}`)
  return {
    from: columnsAt(place.at('from')),
    ...text('constant'),
    ...text('join'),
    steps: steps.slice(0, MOST_STEPS).map(stepAt),
    ...(place.at('values').exists ? { values: valuesAt(place.at('values')) } : {}),
  }
}

const MEMBERS: Readonly<Record<Step['do'], readonly string[]>> = {
  split: ['by'],
  take: ['nth'],
  join: ['with'],
  date: ['pattern'],
  'add-days': ['days'],
  number: [],
  'strip-html': [],
  case: ['to'],
  extract: ['pattern'],
  replace: ['text', 'with'],
  pad: ['length', 'with'],
  shorten: ['max'],
}

function stepAt(place: JsonPlace): Step {
  const name = place.at('do').oneOf(STEP_NAMES)
  place.only(['do', ...MEMBERS[name]])
  switch (name) {
    case 'split':
      return { do: name, by: filled(place.at('by')) }
    case 'take':
      return { do: name, nth: nthAt(place.at('nth')) }
    case 'join':
      return { do: name, with: anyText(place.at('with')) }
    case 'date':
      return { do: name, pattern: place.at('pattern').text() }
    case 'add-days':
      return { do: name, days: wholeAt(place.at('days')) }
    case 'case':
      return { do: name, to: place.at('to').oneOf(['upper', 'lower', 'title', 'sentence']) }
    case 'extract':
      return { do: name, pattern: patternAt(place.at('pattern')) }
    case 'replace':
      return { do: name, text: filled(place.at('text')), with: anyText(place.at('with')) }
    case 'pad':
      return { do: name, length: sizeAt(place.at('length'), 100), with: filled(place.at('with')) }
    case 'shorten':
      return { do: name, max: sizeAt(place.at('max'), 1_000_000) }
    default:
      return { do: name }
  }
}

function filled(place: JsonPlace): string {
  const text = anyText(place)
  if (text === '' && place.isText) place.expected('text')
  return text
}

function nthAt(place: JsonPlace): number {
  const nth = place.number()
  if (!Number.isInteger(nth) || nth === 0) place.expected('integer')
  return nth
}

function wholeAt(place: JsonPlace): number {
  const days = place.number()
  if (!Number.isInteger(days) || Math.abs(days) > 3660) place.expected('integer')
  return days
}

function sizeAt(place: JsonPlace, most: number): number {
  const size = place.number(1)
  if (size > most) place.expected(`integer <= ${most}`)
  return Math.min(size, most)
}

function patternAt(place: JsonPlace): string {
  const pattern = place.text()
  const read = pattern === '' ? undefined : linearPattern(pattern)
  if (read !== undefined && !read.ok) place.problem('bad-declaration-pattern', { value: pattern.slice(0, 80) })
  return pattern
}

function valuesAt(place: JsonPlace): ValueMap {
  place.only(['pairs', 'others'])
  const pairs = place.at('pairs')
  const names = pairs.names
  if (names === undefined) pairs.expected('object')
  if ((names?.length ?? 0) > MOST_PAIRS) pairs.expected(`object <= ${MOST_PAIRS}`)
  const read = (one: JsonPlace) => (one.isList ? one.items().map(anyText) : anyText(one))
  return {
    pairs: Object.fromEntries((names ?? []).slice(0, MOST_PAIRS).map((name) => [name, read(pairs.at(name))])),
    others: place.at('others').exists ? place.at('others').oneOf(OTHERS) : 'keep',
  }
}
