import type { Mapping } from '../../../pipeline/intake/mapping/mapping.ts'
import { looseMapping, readMapping } from '../../../pipeline/intake/mapping/read-mapping.ts'
import { joinList, splitList } from '../../../pipeline/model/list-text.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import { stepOfDraft, writtenSign } from './step-text.ts'

/** What a person typed in the form of a mapping, beside the mapping itself. */
export interface MappingForm {
  readonly name: string
  readonly kind: string
  readonly organisation: string
  /** The file one looks at meanwhile: the digest it waits under, and its name. */
  readonly file: string
  readonly fileName: string
  readonly version: number
}

/** What a person writes where a value of theirs becomes nothing at all. */
export const NOTHING = '-'

/** The terms of the form. */
export function readTerms(data: FormData): MappingForm {
  const text = (name: string) => textIn(data, name).trim()
  return {
    name: text('name').slice(0, 300),
    kind: text('kind'),
    organisation: text('organisation'),
    file: text('file-id'),
    fileName: text('file-name').slice(0, 200),
    version: Number(text('version')) || 0,
  }
}

/** The mapping a form says, with its mistakes; problems name the control they belong to (`f-address.town`, `r-delimiter`). */
export function readMappingForm(data: FormData): { readonly mapping: Mapping; readonly problems: readonly Problem[] } {
  const targets = [...new Set([...data.keys()].flatMap((key) => /^from:(.+)$/.exec(key)?.[1] ?? []))].slice(0, 400)
  const rules = targets.map((to) => [to, ruleIn(data, to)] as const)
  const fields = Object.fromEntries(rules.flatMap(([to, rule]) => (rule === undefined ? [] : [[to, rule]])))
  const identity = valuesOf(data, 'identity').filter((name) => name !== '')
  const read = looseMapping({ reading: readingIn(data), identity: [...new Set(identity)], fields }, '')
  return { mapping: read.mapping, problems: read.problems.map(atControl) }
}

function readingIn(data: FormData): Readonly<Record<string, unknown>> {
  const text = (name: string) => textIn(data, `r-${name}`)
  const [encoding, delimiter, heading] = [text('encoding').trim(), text('delimiter'), Number(text('heading'))]
  const format = text('format').trim()
  return {
    ...(format === '' ? {} : { format }),
    ...(encoding === '' ? {} : { encoding }),
    ...(delimiter === '' ? {} : { delimiter: writtenSign(delimiter).slice(0, 1) }),
    ...(Number.isInteger(heading) && heading > 0 ? { heading } : {}),
    ...(text('sheet') === '' ? {} : { sheet: text('sheet') }),
    ...(data.has('r-records') ? { records: text('records').trim() } : {}),
  }
}

function ruleIn(data: FormData, to: string): Readonly<Record<string, unknown>> | undefined {
  const from = valuesOf(data, `from:${to}`).filter((name) => name !== '')
  const constant = textIn(data, `const:${to}`).trim()
  const pairs = pairsIn(data, to)
  const others = textIn(data, `others:${to}`) || 'keep'
  if (from.length === 0 && constant === '' && Object.keys(pairs).length === 0) return undefined
  const join = textIn(data, `join:${to}`)
  const drafts = valuesOf(data, `step:${to}`).map((what, index) => ({
    what,
    first: valuesOf(data, `a:${to}`)[index] ?? '',
    second: valuesOf(data, `b:${to}`)[index] ?? '',
  }))
  const mapped = Object.keys(pairs).length > 0 || others !== 'keep'
  return {
    from: [...new Set(from)],
    ...(constant === '' ? {} : { constant }),
    ...(join === '' ? {} : { join: writtenSign(join) }),
    steps: drafts.flatMap((draft) => stepOfDraft(draft) ?? []),
    ...(mapped ? { values: { pairs, others } } : {}),
  }
}

function pairsIn(data: FormData, to: string): Readonly<Record<string, string | readonly string[]>> {
  const [theirs, ours] = [valuesOf(data, `theirs:${to}`), valuesOf(data, `ours:${to}`)]
  const shown = theirs.flatMap((text, index): [string, string | readonly string[]][] => {
    const value = (ours[index] ?? '').trim()
    if (value === '') return []
    const found = value === NOTHING ? [] : splitList(value)
    return [[text, found.length === 1 ? (found[0] ?? '') : [...found]]]
  })
  return Object.fromEntries([...keptPairs(textIn(data, `more:${to}`)), ...shown])
}

/** The values a form gives to fields by themselves, by field. */
export function constantsIn(data: FormData): Readonly<Record<string, string>> {
  const said = [...data].flatMap(([key, value]) => {
    const to = /^const:(.+)$/.exec(key)?.[1]
    return to !== undefined && typeof value === 'string' && value.trim() !== '' ? [[to, value.trim()] as const] : []
  })
  return Object.fromEntries(said.slice(0, 400))
}

/** Pairs that are not on the page travel with it. */
function keptPairs(json: string): readonly (readonly [string, string | readonly string[]])[] {
  const read = json === '' ? undefined : readMapping({ fields: { x: { values: { pairs: parsed(json) } } } }, '')
  return read?.ok ? Object.entries(read.value.fields.x?.values?.pairs ?? {}) : []
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}

/** What stands in the box of a pair. */
export function shownOurs(ours: string | readonly string[] | undefined): string {
  if (ours === undefined) return ''
  const list = [ours].flat().filter((text) => text !== '')
  return list.length === 0 ? NOTHING : list.length === 1 ? (list[0] ?? '') : joinList(list)
}

function atControl(problem: Problem): Problem {
  const [, part = '', name = ''] = String(problem.params?.place ?? '').split('/')
  return { ...problem, field: part === 'fields' ? `f-${name}` : part === 'reading' ? `r-${name}` : 'content' }
}

function textIn(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}

function valuesOf(data: FormData, name: string): readonly string[] {
  return data.getAll(name).map((value) => (typeof value === 'string' ? value : ''))
}
