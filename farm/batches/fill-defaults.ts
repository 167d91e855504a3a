import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'

/** Raw values with those of a source or an import where the item says nothing. */
export function fillDefaults(
  raw: Readonly<Record<string, RawValue>>,
  defaults: Readonly<Record<string, RawValue>>,
): Readonly<Record<string, RawValue>> {
  const missing = Object.entries(defaults).filter(([name]) => isBlank(raw[name]))
  return missing.length === 0 ? raw : { ...raw, ...Object.fromEntries(missing) }
}

function isBlank(value: RawValue | undefined): boolean {
  if (value === undefined) return true
  if (typeof value === 'string') return value.trim() === ''
  const parts: readonly RawValue[] = Array.isArray(value) ? value : Object.values(value)
  return parts.every(isBlank)
}
