import type { RawItem } from '../pipeline/model/field-types/field-type.ts'

/** The text of a written value; empty for none and for one of several parts. */
export function writtenText(item: RawItem | undefined): string {
  return typeof item === 'string' ? item : ''
}
