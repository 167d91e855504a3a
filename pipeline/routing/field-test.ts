import type { Condition, FieldTest } from '../model/condition.ts'
import type { StoredValue } from '../model/field-types/field-type.ts'
import { fold } from '../model/fold.ts'
import { isList, isRecord, storedText } from '../model/written/parts.ts'
import { askedDay } from './asked-day.ts'
import type { Finding } from './finding.ts'
import type { Routable } from './routable.ts'

/** Whether a declared field holds what the request asks; each of its tests is a finding of its own. */
export function fieldFinding(entry: Routable, { field, ...test }: Extract<Condition, { field: unknown }>): Finding {
  const value = Object.hasOwn(entry.values, field) ? entry.values[field] : undefined
  const items = value === undefined || value === null ? [] : isList(value) ? value : [value]
  const about = { condition: 'field', field, has: items.map(written) } as const
  const tests = judgements(items, test, entry.now).map((one): Finding => {
    const by = one.held ? { by: one.by ?? { has: about.has[0] ?? '', asked: one.asked?.[0] ?? '' } } : {}
    return { ...about, ...one, ...by }
  })
  const [only] = tests
  return tests.length === 1 && only ? only : { held: tests.every((one) => one.held), condition: 'all', parts: tests }
}

type Judgement = Pick<Finding, 'held' | 'test' | 'asked' | 'by'>

function judgements(items: readonly StoredValue[], test: FieldTest, now: number): readonly Judgement[] {
  const { is, at_least, at_most, contains, filled } = test
  return [
    ...(is === undefined ? [] : [isOneOf(items, is)]),
    ...(at_least === undefined ? [] : [bound(items, { test: 'at_least', asked: at_least, now })]),
    ...(at_most === undefined ? [] : [bound(items, { test: 'at_most', asked: at_most, now })]),
    ...(contains === undefined ? [] : [holdsText(items, contains)]),
    ...(filled === undefined ? [] : [isFilled(items, filled)]),
  ]
}

function isOneOf(items: readonly StoredValue[], asked: readonly string[]): Judgement {
  const found = items.map(written).find((one) => asked.includes(one))
  const by = found === undefined ? {} : { by: { has: found, asked: found } }
  return { held: found !== undefined, test: 'is', asked, ...by }
}

function holdsText(items: readonly StoredValue[], asked: string): Judgement {
  const wanted = fold(asked)
  return { held: items.some((one) => fold(written(one)).includes(wanted)), test: 'contains', asked: [asked] }
}

function isFilled(items: readonly StoredValue[], asked: boolean): Judgement {
  return { held: items.length > 0 === asked, test: asked ? 'filled' : 'empty' }
}

interface Bound {
  readonly test: 'at_least' | 'at_most'
  readonly asked: number | string
  readonly now: number
}

function bound(items: readonly StoredValue[], { test, asked, now }: Bound): Judgement {
  const limit = typeof asked === 'number' ? asked : askedDay(asked, now)
  const held = limit !== undefined && items.some((one) => isBeyond(one, limit, test))
  return { held, test, asked: [String(limit ?? asked)] }
}

function isBeyond(value: StoredValue, limit: number | string, test: Bound['test']): boolean {
  if (typeof limit === 'number') {
    const [low, high] = figures(value)
    return low !== undefined && high !== undefined && (test === 'at_least' ? high >= limit : low <= limit)
  }
  const [first, last] = days(value)
  return first !== undefined && last !== undefined && (test === 'at_least' ? last >= limit : first <= limit)
}

// Money is stored in cents and asked about in euros; a range answers by either of its ends.
function figures(value: StoredValue): readonly [low?: number, high?: number] {
  if (typeof value === 'number') return [value, value]
  if (!isRecord(value) || typeof value.amount !== 'number') return []
  const high = typeof value.max === 'number' ? value.max : value.amount
  return [value.amount / 100, high / 100]
}

const DATE = /^\d{4}(?:-\d{2}(?:-\d{2})?)?/

// A partial date stands for all of its days: `2026-11` runs from the 1st to the 31st, which is only ever compared.
function days(value: StoredValue): readonly [first?: string, last?: string] {
  const start = isRecord(value) ? storedText(value.start ?? '') : storedText(value)
  const end = isRecord(value) ? storedText(value.end ?? '') || start : start
  const [from] = DATE.exec(start) ?? []
  const [to] = DATE.exec(end) ?? []
  if (from === undefined || to === undefined) return []
  return [(from + '-01-01'.slice(from.length - 4)).slice(0, 10), (to + '-12-31'.slice(to.length - 4)).slice(0, 10)]
}

function written(value: StoredValue): string {
  if (typeof value === 'boolean') return String(value)
  if (!isRecord(value)) return storedText(value)
  const [low, high] = figures(value)
  if (low !== undefined) return low === high ? String(low) : `${low}–${high}`
  return Object.values(value).map(storedText).filter(Boolean).join(' ')
}
