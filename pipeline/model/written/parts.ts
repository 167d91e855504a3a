import type { RawItem, StoredValue } from '../field-types/field-type.ts'
import { cleanLine } from './clean.ts'

/** The raw item as one text; the parts of a record are joined by a space, in their order. */
export function textOf(raw: RawItem): string {
  return typeof raw === 'string' ? raw : Object.values(raw).join(' ')
}

/** One part of a raw record as a clean line; empty when it is not there. */
export function part(raw: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(raw, name) ? cleanLine(raw[name] ?? '') : ''
}

/** Whether a stored value is a list. */
export function isList(value: StoredValue | undefined): value is readonly StoredValue[] {
  return Array.isArray(value)
}

/** Whether a stored value is a record of parts. */
export function isRecord(value: StoredValue | undefined): value is { readonly [part: string]: StoredValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A part of a stored record as text; empty when the value or the part is missing. */
export function storedPart(value: StoredValue, name: string): string {
  if (!isRecord(value) || !Object.hasOwn(value, name)) return ''
  const found = value[name]
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

/** A stored value as text: itself for a text or a number, empty for anything else. */
export function storedText(value: StoredValue): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
