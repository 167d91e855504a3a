import type { Condition } from '../../../pipeline/model/condition.ts'
import type { TestKind } from '../../../pipeline/routing/finding.ts'
import type { Visit } from '../visit.ts'
import { placeText } from './place-text.ts'

/** A condition as its form holds it: everything typed, right or wrong. */
export type Draft = GroupDraft | TestDraft

/** Conditions joined. */
export interface GroupDraft {
  readonly kind: GroupKind
  readonly parts: readonly Draft[]
}

/** One condition: what its controls say, by their names. */
export interface TestDraft {
  readonly kind: TestKind
  readonly said: Said
}

/** What controls say, by their names; a control said nothing of is left out. */
export type Said = Readonly<Record<string, readonly string[]>>

/** Ways to join conditions. */
export const GROUP_KINDS = ['all', 'any', 'none'] as const
type GroupKind = (typeof GROUP_KINDS)[number]

/** Conditions one may add, in the order they are offered. */
export const TEST_KINDS = [
  ...(['service_type', 'theme', 'territory', 'near', 'origin'] as const),
  ...(['published', 'language', 'field'] as const),
] as const

/** Whether a draft is a group. */
export function isGroup(draft: Draft): draft is GroupDraft {
  return 'parts' in draft
}

/** A condition as its form shows it first. */
export function draftOf(condition: Condition, visit: Pick<Visit, 'memory' | 'language'>): Draft {
  const group = GROUP_KINDS.find((kind) => kind in condition)
  if (group === undefined) return testOf(condition, visit)
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : []
  const none = 'none' in condition ? condition.none : []
  return { kind: group, parts: [...parts, ...none].map((part) => draftOf(part, visit)) }
}

/** What a form says of a condition: its controls are named after its place, `when`, `when.0`, `when.0.1`. */
export function readDraft(data: FormData, place = 'when'): Draft {
  const kind = String(data.get(`${place}.kind`) ?? 'all')
  const test = TEST_KINDS.find((one) => one === kind)
  if (test) return { kind: test, said: saidAt(data, place) }
  const parts: Draft[] = []
  for (let i = 0; data.has(`${place}.${i}.kind`); i += 1) parts.push(readDraft(data, `${place}.${i}`))
  return { kind: GROUP_KINDS.find((one) => one === kind) ?? 'all', parts }
}

/** What the controls at a place of a form say, by their own names. */
export function saidAt(data: FormData, place: string): Said {
  const said: Record<string, string[]> = {}
  for (const [name, value] of data) {
    const own = name.startsWith(`${place}.`) ? name.slice(place.length + 1) : '.'
    if (typeof value !== 'string' || own.includes('.') || own === 'kind') continue
    said[own] = [...(said[own] ?? []), value]
  }
  return said
}

function testOf(condition: Condition, { memory, language }: Pick<Visit, 'memory' | 'language'>): TestDraft {
  const texts = (values: Readonly<Record<string, string | number | boolean | undefined>>): Said =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, [String(value)]]])),
    )
  if ('service_type' in condition) return { kind: 'service_type', said: { values: condition.service_type } }
  if ('language' in condition) return { kind: 'language', said: { values: condition.language } }
  if ('origin' in condition) return { kind: 'origin', said: { values: condition.origin } }
  if ('theme' in condition) {
    const lines = condition.theme.map((code) => themeText(code, { memory, language })).join('\n')
    return { kind: 'theme', said: texts({ lines, exactly: condition.exactly || undefined }) }
  }
  if ('territory' in condition) {
    const lines = condition.territory.map((key) => placeText(key, memory)).join('\n')
    return { kind: 'territory', said: texts({ lines, relation: condition.relation ?? 'within' }) }
  }
  if ('near' in condition) {
    const { near, km } = condition
    return {
      kind: 'near',
      said: texts({ place: typeof near === 'string' ? placeText(near, memory) : near.join(' ; '), km }),
    }
  }
  if ('published' in condition) return { kind: 'published', said: texts({ ...condition.published }) }
  if (!('field' in condition)) return { kind: 'service_type', said: {} }
  const { is = [], filled, ...rest } = condition
  const answer = filled === undefined ? undefined : filled ? 'yes' : 'no'
  return { kind: 'field', said: { ...texts({ ...rest, filled: answer }), is } }
}

function themeText(code: string, { memory: { thesaurus }, language }: Pick<Visit, 'memory' | 'language'>): string {
  const label = thesaurus.get('themes', code)?.label
  const text = label?.[language] ?? label?.fr ?? code
  return thesaurus.resolve('themes', text)?.code === code ? text : code
}
