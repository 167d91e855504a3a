import type { Values } from '../model/entry.ts'
import type { StoredValue } from '../model/field-types/field-type.ts'
import type { Touch, TouchedField, TouchedFields } from '../model/touch.ts'

/** The values of an entry as one section shows them: those it says otherwise in their place, the others as they are; null leaves a field out. */
export function applyTouch(values: Values, fields: TouchedFields): Values {
  const touched = Object.entries(fields)
  if (touched.length === 0) return values
  const said = new Map<string, StoredValue>(Object.entries(values))
  for (const [name, { value }] of touched) {
    if (value === null) said.delete(name)
    else said.set(name, value)
  }
  return Object.fromEntries(said)
}

/**
 * What becomes of a touch when its entry now holds these values. Three-way, the value each field was touched over being its
 * base: what did not change upstream stays as the site says it; what was corrected to the very same dissolves; what was
 * corrected in another way is a clash, and shows as the site says it until it is settled. The very same touch where nothing
 * moved, so that doing it twice is doing it once.
 */
export function mergeTouch(touch: Touch, after: Values): Touch {
  const upstream = (name: string) => valueIn(after, name)
  const fields = Object.entries(touch.fields).filter(([name, { value }]) => !isSame(value, upstream(name)))
  const corrected = fields.filter(([name, { base }]) => !isSame(base, upstream(name)))
  const clashes = corrected.map(([name]) => name).sort()
  const unmoved = fields.length === Object.keys(touch.fields).length && isSame(clashes, [...touch.clashes].sort())
  return unmoved ? touch : { ...touch, fields: Object.fromEntries(fields), clashes }
}

/** The touch with these fields said so over these values; a field said as the entry says it is no touch any more. */
export function sayFields(touch: Touch, said: Values, over: Values): Touch {
  const names = Object.keys(said)
  const fresh = names.map((name): [string, TouchedField] => [
    name,
    { value: valueIn(said, name), base: valueIn(over, name) },
  ])
  const fields = Object.fromEntries(
    [...Object.entries(touch.fields).filter(([name]) => !names.includes(name)), ...fresh].filter(
      ([, { value, base }]) => !isSame(value, base),
    ),
  )
  return { ...touch, fields, clashes: touch.clashes.filter((name) => !names.includes(name) && name in fields) }
}

/** Settles a clash: the site's own value holds over the correction, or the correction comes in and the touch of that field goes. */
export function settleClash(
  touch: Touch,
  { field, keep, upstream }: { readonly field: string; readonly keep: 'ours' | 'theirs'; readonly upstream: Values },
): Touch {
  const ours = touch.fields[field]
  const { [field]: _, ...others } = touch.fields
  const base = valueIn(upstream, field)
  const kept = keep === 'ours' && ours && !isSame(ours.value, base)
  const fields = kept ? { ...others, [field]: { value: ours.value, base } } : others
  return { ...touch, fields, clashes: touch.clashes.filter((name) => name !== field) }
}

/** Whether a touch changes nothing, and need not be kept. */
export function hasNothing({ hold, pin, fields }: Pick<Touch, 'hold' | 'pin' | 'fields'>): boolean {
  return hold === null && pin === null && Object.keys(fields).length === 0
}

function valueIn(values: Values, name: string): StoredValue {
  return (Object.hasOwn(values, name) ? values[name] : null) ?? null
}

// PostgreSQL hands JSON back with its keys in an order of its own.
function isSame(a: StoredValue, b: StoredValue): boolean {
  return canonical(a) === canonical(b)
}

function canonical(value: StoredValue): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
