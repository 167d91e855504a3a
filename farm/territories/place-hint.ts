import type { TerritoryLevel } from '../../pipeline/model/field.ts'
import type { Resolution, Territory } from '../../pipeline/model/territory.ts'
import { departementsOfPostcode } from './place-names.ts'

/** What is known of a place beside its text. */
export interface PlaceHint {
  readonly levels?: readonly TerritoryLevel[] | undefined
  readonly postcode?: string | undefined
}

/** Which level a name or a code shared by several means when nobody says: Paris the commune, 27 the Eure rather than the region. */
export const LEVEL_PREFERENCE = [
  'commune',
  'departement',
  'region',
  'epci',
  'perimeter',
  'country',
  'arrondissement',
] as const satisfies readonly TerritoryLevel[]

/** One candidate is the answer, several are a question, none is unknown. */
export function resolutionOf(
  candidates: readonly Territory[],
  by: Extract<Resolution, { kind: 'found' }>['by'],
): Resolution {
  const [first] = candidates
  if (first === undefined) return { kind: 'unknown' }
  return candidates.length === 1 ? { kind: 'found', territory: first, by } : { kind: 'ambiguous', candidates }
}

/** The communes of that postcode; else those of its département, for CEDEX postcodes are in no list; else nothing. */
export function withPostcode(candidates: readonly Territory[], postcode: string | undefined): readonly Territory[] {
  if (postcode === undefined || postcode === '') return candidates
  const exact = candidates.filter((node) => node.postcodes.includes(postcode))
  if (exact.length > 0) return exact
  const departements = departementsOfPostcode(postcode)
  return candidates.filter(
    (node) => node.level !== 'commune' || departements.some((code) => node.code.startsWith(code)),
  )
}
