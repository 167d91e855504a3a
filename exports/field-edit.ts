import type { RawItem } from '../pipeline/model/field-types/field-type.ts'

/** What a field said when the offer came, and what it says now. */
export interface Edit {
  readonly was: readonly RawItem[]
  readonly is: readonly RawItem[]
}
