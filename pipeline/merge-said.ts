import { isDeepStrictEqual } from 'node:util'
import type { Values } from './model/entry.ts'
import type { StoredValue } from './model/field-types/field-type.ts'

/** What a source says meets what stands here. */
export interface Meeting {
  /** What the source said last. */
  readonly said: Values
  readonly says: Values
  /** What stands, edits made here included. */
  readonly stands: Values
}

/** What comes of it. */
export interface Merged {
  readonly values: Values
  /** Fields that both the source and we changed since, each in a way of its own: ours stays. */
  readonly clashes: readonly string[]
}

/**
 * Merges field by field, what the source said last being the base: what it did not change stays as it stands here, what it changed
 * and we did not comes in, and where both did, ours wins. A field that is missing is one that says nothing.
 */
export function mergeSaid({ said, says, stands }: Meeting): Merged {
  const names = [...new Set([...Object.keys(says), ...Object.keys(stands)])].sort()
  const values: Record<string, StoredValue> = {}
  const clashes: string[] = []
  for (const name of names) {
    const [before, theirs, ours] = [valueIn(said, name), valueIn(says, name), valueIn(stands, name)]
    const moved = !isSame(before, theirs) && !isSame(theirs, ours)
    const clash = moved && !isSame(before, ours)
    if (clash) clashes.push(name)
    const value = moved && !clash ? theirs : ours
    if (value !== undefined) values[name] = value
  }
  return { values, clashes }
}

/** Whether two sets of values say the same. */
export function saysSame(one: Values, other: Values): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) =>
    isSame(valueIn(one, name), valueIn(other, name)),
  )
}

/** Fields whose values differ, by name. */
export function differingFields(one: Values, other: Values): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()
  return names.filter((name) => !isSame(valueIn(one, name), valueIn(other, name)))
}

function valueIn(values: Values, name: string): StoredValue | undefined {
  return Object.hasOwn(values, name) ? (values[name] ?? undefined) : undefined
}

// PostgreSQL hands JSON back with its keys in an order of its own.
function isSame(one: StoredValue | undefined, other: StoredValue | undefined): boolean {
  return one === other || isDeepStrictEqual(one, other)
}
