import type { Reading, StoredValue } from '../field-types/field-type.ts'
import { quoted } from './clean.ts'

/** Nothing was written. */
export const BLANK: Reading = Object.freeze({ blank: true })

/** A value was read. */
export function read(value: StoredValue): Reading {
  return { value }
}

/** The text cannot be read as its type; quotes it. */
export function refused(code: string, text: string, params: Readonly<Record<string, string | number>> = {}): Reading {
  return { problem: { code, params: { value: quoted(text), ...params } } }
}

/** A part of the value cannot be read or is missing; the caller prefixes the name of the field. */
export function refusedPart(field: string, code: string, text = ''): Reading {
  return { problem: text === '' ? { code, field } : { code, field, params: { value: quoted(text) } } }
}
