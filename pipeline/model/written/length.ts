import type { Reading } from '../field-types/field-type.ts'

/** The problem `too-long` when a text of `length` characters exceeds `max`. */
export function tooLong(length: number, max: number): Reading | undefined {
  return length > max ? { problem: { code: 'too-long', params: { max, length } } } : undefined
}

/** The problems `too-small` and `too-big` of a number outside its bounds. */
export function outOfBounds(
  value: number,
  bounds: { readonly min?: number; readonly max?: number },
): Reading | undefined {
  if (bounds.min !== undefined && value < bounds.min) {
    return { problem: { code: 'too-small', params: { min: bounds.min, value } } }
  }
  if (bounds.max !== undefined && value > bounds.max) {
    return { problem: { code: 'too-big', params: { max: bounds.max, value } } }
  }
  return undefined
}
