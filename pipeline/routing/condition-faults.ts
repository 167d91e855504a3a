import type { Condition, FieldTest } from '../model/condition.ts'
import type { Field } from '../model/field.ts'
import type { Gazetteer, TerritoryKey } from '../model/territory.ts'
import { askedDay, isCountedFromToday } from './asked-day.ts'
import type { Fault, FaultKnowledge } from './fault.ts'
import { fieldOperators } from './field-operators.ts'
import { selfExcluded } from './self-excluded.ts'

/** Contradictions, fields that no asked kind has or that are nobody's to ask about, and requests that keep nothing out. */
export function conditionFaults(condition: Condition, knowledge: FaultKnowledge): readonly Fault[] {
  const loose = isLoose(condition)
  return [
    ...(loose ? [{ code: 'matches-everything', level: 'warning', place: '' } as const] : []),
    ...faultsAt(condition, { place: '', kinds: [], knowledge }),
    ...selfExcluded(condition, { place: '', knowledge }),
  ]
}

interface Place {
  readonly place: string
  /** Kinds asked for around it. */
  readonly kinds: readonly string[]
  readonly knowledge: FaultKnowledge
}

function faultsAt(condition: Condition, at: Place): Fault[] {
  const { place } = at
  const inside = (name: string, parts: readonly Condition[], kinds: readonly string[]) =>
    parts.flatMap((part, i) => faultsAt(part, { ...at, kinds, place: `${place}/${name}/${i}` }))
  if ('all' in condition) {
    const asked = condition.all.flatMap((part) => ('service_type' in part ? [...part.service_type] : []))
    return [...contradictions(condition.all, at), ...inside('all', condition.all, asked.length > 0 ? asked : at.kinds)]
  }
  if ('any' in condition) return inside('any', condition.any, at.kinds)
  if ('none' in condition) return inside('none', condition.none, at.kinds)
  if ('field' in condition) return fieldFaults(condition, at)
  if (!('published' in condition)) return []
  const { within_days, before_days, at_least, at_most } = condition.published
  const crossed = within_days !== undefined && before_days !== undefined && before_days > within_days
  return crossed || isCrossed(at_least, at_most) ? [{ code: 'bounds-crossed', level: 'error', place }] : []
}

// Nothing but groups that hold for nearly anything: no kind, theme, place, age or field is asked for.
function isLoose(condition: Condition): boolean {
  if ('all' in condition) return condition.all.every(isLoose)
  if ('any' in condition) return condition.any.some(isLoose)
  return 'none' in condition || ('origin' in condition && condition.origin.includes('network'))
}

function contradictions(parts: readonly Condition[], { place, knowledge }: Place): Fault[] {
  const asked = parts.flatMap((part) => ('service_type' in part ? [part.service_type] : []))
  const excluded = parts.flatMap((part) =>
    'none' in part ? part.none.flatMap((one) => ('service_type' in one ? [...one.service_type] : [])) : [],
  )
  const both = asked.flat().filter((kind) => excluded.includes(kind))
  const left = asked.every((kinds) => kinds.some((kind) => !excluded.includes(kind)))
  const [first = [], ...others] = asked
  const common = first.filter((kind) => others.every((kinds) => kinds.includes(kind)))
  const name = (kind: string | undefined) => knowledge.serviceType(kind ?? '')?.plural.fr ?? kind ?? ''
  return [
    ...(both.length > 0
      ? [
          {
            code: 'kind-asked-and-excluded',
            level: left ? 'warning' : 'error',
            place,
            params: { value: name(both[0]) },
          } as const,
        ]
      : []),
    ...(others.length > 0 && common.length === 0 ? [{ code: 'kinds-apart', level: 'error', place } as const] : []),
    ...territoryFaults(parts, place, knowledge.gazetteer),
  ]
}

// An entry may have several territories, so that two places apart are unlikely rather than impossible.
function territoryFaults(parts: readonly Condition[], place: string, gazetteer: Gazetteer): Fault[] {
  const asked = parts.flatMap((part) =>
    'territory' in part && (part.relation ?? 'within') === 'within' ? [part.territory] : [],
  )
  const meet = (a: TerritoryKey, b: TerritoryKey) =>
    gazetteer.ancestors(a).includes(b) || gazetteer.ancestors(b).includes(a)
  return asked.flatMap((one, i) =>
    asked.slice(i + 1).flatMap((other): Fault[] => {
      if (one.some((a) => other.some((b) => meet(a, b)))) return []
      const name = (keys: readonly TerritoryKey[]) => keys.map((key) => gazetteer.get(key)?.name ?? key).join(', ')
      return [{ code: 'places-apart', level: 'warning', place, params: { one: name(one), other: name(other) } }]
    }),
  )
}

function fieldFaults(condition: Extract<Condition, { field: unknown }>, { place, kinds, knowledge }: Place): Fault[] {
  const { field: name, ...test } = condition
  const crossed = isCrossed(test.at_least, test.at_most)
  const faults: Fault[] = crossed ? [{ code: 'bounds-crossed', level: 'error', place }] : []
  const types = kinds.flatMap((kind) => knowledge.serviceType(kind) ?? [])
  if (types.length === 0) return faults
  const field = types.flatMap((one) => one.fields).find((one) => one.name === name)
  if (!field) return [...faults, { code: 'field-of-no-kind', level: 'error', place, params: { value: name } }]
  const params = { value: field.label.fr }
  if (field.confidential) return [...faults, { code: 'confidential-field', level: 'error', place, params }]
  return [...faults, ...testFaults(field, test, place)]
}

function testFaults(field: Field, test: FieldTest, place: string): Fault[] {
  const allowed = fieldOperators(field.type)
  const bounds = [test.at_least, test.at_most].filter((one) => one !== undefined)
  const used = [
    ...(test.is ? ['is' as const] : []),
    ...bounds.map((one) => (typeof one === 'number' ? ('number' as const) : ('day' as const))),
    ...(test.contains === undefined ? [] : ['contains' as const]),
  ]
  const params = { value: field.label.fr }
  const misfit = used.some((one) => !allowed.includes(one) && !(one === 'is' && allowed.includes('contains')))
  const codes = new Set(field.choices?.map((one) => one.code))
  const strangers = field.choices ? (test.is ?? []).filter((code) => !codes.has(code)) : []
  return [
    ...(misfit ? [{ code: 'field-test-misfit', level: 'error', place, params } as const] : []),
    ...strangers.map((value): Fault => ({ code: 'unknown-choice', level: 'error', place, params: { value } })),
  ]
}

function isCrossed(least: number | string | undefined, most: number | string | undefined): boolean {
  if (typeof least === 'number' && typeof most === 'number') return least > most
  if (typeof least !== 'string' || typeof most !== 'string') return false
  // A day counted from today passes a plain one sooner or later.
  if (isCountedFromToday(least) !== isCountedFromToday(most)) return false
  const [from, until] = [askedDay(least, 0), askedDay(most, 0)]
  return from !== undefined && until !== undefined && from > until
}
