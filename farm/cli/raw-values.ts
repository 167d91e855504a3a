import type { RawItem, RawValue } from '../../pipeline/model/field-types/field-type.ts'

/** Raw values of one entry, by field name. */
export type RawRecord = Readonly<Record<string, RawValue>>

/**
 * Reads JSON as raw values of one entry, or of several in a list: texts, numbers, booleans, records of them, and lists of those.
 * Answers with the place of the first thing that is none (a JSON Pointer).
 */
export function readRawJson(json: unknown): { readonly records: readonly RawRecord[] } | { readonly place: string } {
  const items = Array.isArray(json) ? json : [json]
  const records: RawRecord[] = []
  for (const [i, item] of items.entries()) {
    const at = Array.isArray(json) ? `/${i}` : ''
    if (!isRecord(item)) return { place: at || '/' }
    const raw: Record<string, RawValue> = {}
    for (const [name, value] of Object.entries(item)) {
      if (value === null) continue
      const read = rawValue(value)
      if (read === undefined) return { place: `${at}/${name}` }
      raw[name] = read
    }
    records.push(raw)
  }
  return { records }
}

function rawValue(value: unknown): RawValue | undefined {
  if (!Array.isArray(value)) return rawItem(value)
  const items = value.map(rawItem)
  return items.every((item) => item !== undefined) ? items : undefined
}

function rawItem(value: unknown): RawItem | undefined {
  if (!isRecord(value)) return plain(value)
  const parts = Object.entries(value).flatMap(([name, part]) => (part === null ? [] : [[name, plain(part)] as const]))
  const told = parts.flatMap(([name, part]) => (part === undefined ? [] : [[name, part] as const]))
  return told.length === parts.length ? Object.fromEntries(told) : undefined
}

function plain(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
