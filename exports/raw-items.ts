import type { RawItem, RawValue } from '../pipeline/model/field-types/field-type.ts'

/** A written value as the list it is: none, one, or the several of a `many` field; blank ones left out. */
export function rawItems(value: RawValue | undefined): readonly RawItem[] {
  if (value === undefined) return []
  const items = isList(value) ? value : [value]
  return items.filter((item) =>
    typeof item === 'string' ? item !== '' : Object.values(item).some((part) => part !== ''),
  )
}

function isList(value: RawValue): value is readonly RawItem[] {
  return Array.isArray(value)
}
