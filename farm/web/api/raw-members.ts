import type { RawItem, RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'

/** An entry as somebody outside sends it. */
export interface SentEntry {
  readonly serviceType: string
  readonly externalId?: string
  readonly values: Readonly<Record<string, RawValue>>
}

/** Reads the JSON of an entry sent: texts, numbers and yes or no, named parts of them, or lists. Problems: `bad-member` with the field. */
export function sentEntry(body: unknown): Result<SentEntry> {
  if (!isObject(body)) return fail(bad('body', '{ serviceType, values }'))
  const { serviceType, externalId, values } = body
  const strange = Object.keys(body).find((name) => !['serviceType', 'externalId', 'values'].includes(name))
  const problems: Problem[] = []
  if (strange !== undefined) problems.push(bad(strange.slice(0, 80), 'serviceType, externalId, values'))
  if (typeof serviceType !== 'string') problems.push(bad('serviceType', 'string'))
  if (externalId !== undefined && !isExternalId(externalId)) problems.push(bad('externalId', 'string (1–200)'))
  if (!isObject(values)) problems.push(bad('values', '{ field: value }'))
  const read = isObject(values) ? rawValues(values, problems) : {}
  if (problems.length > 0 || typeof serviceType !== 'string') return fail(...problems)
  return ok({ serviceType, values: read, ...(typeof externalId === 'string' ? { externalId } : {}) })
}

/** Whether a text may be an outside system's own number of an entry: visible, and no longer than two hundred signs. */
export function isExternalId(value: unknown): value is string {
  return typeof value === 'string' && /^[^\p{Cc}\p{Cs}]{1,200}$/u.test(value) && value.trim() === value
}

function rawValues(values: Record<string, unknown>, problems: Problem[]): Record<string, RawValue> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      if (value === null) return []
      const raw = Array.isArray(value) ? value.map(itemOf) : itemOf(value)
      if (raw === undefined || (Array.isArray(raw) && raw.includes(undefined))) {
        problems.push(bad(name.slice(0, 80), 'string | number | boolean | { part: string } | [ … ]'))
        return []
      }
      return [[name, Array.isArray(raw) ? raw.filter((one) => one !== undefined) : raw] as const]
    }),
  )
}

function itemOf(value: unknown): RawItem | undefined {
  if (isPlain(value)) return String(value)
  if (!isObject(value)) return undefined
  const parts = Object.entries(value).filter(([, part]) => part !== null)
  return parts.every(([, part]) => isPlain(part))
    ? Object.fromEntries(parts.map(([name, part]) => [name, String(part)]))
    : undefined
}

function isPlain(value: unknown): value is string | number | boolean {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function bad(field: string, expected: string): Problem {
  return { code: 'bad-member', field, params: { field, expected } }
}
