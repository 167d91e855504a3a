import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { type Gazetteer, namedWithCodes, type Resolution, type TerritoryKey } from '../../pipeline/model/territory.ts'

/** Reads a list of written places, blank ones aside, as keys. Problems: `unknown-territory`, `ambiguous-territory`, each with its line and the field `members`. */
export function placesNamed(written: readonly string[], gazetteer: Gazetteer): Result<TerritoryKey[]> {
  const keys: TerritoryKey[] = []
  const problems: Problem[] = []
  for (const [i, text] of written.entries()) {
    const value = text.trim()
    if (value === '') continue
    const found = gazetteer.resolve(value)
    if (found.kind === 'found') keys.push(found.territory.key)
    else problems.push({ ...problemOfPlace(found, value), field: 'members', line: i + 1 })
  }
  return problems.length > 0 ? fail(...problems) : ok([...new Set(keys)])
}

/** Why a written place names none, or more than one. */
export function problemOfPlace(found: Exclude<Resolution, { kind: 'found' }>, value: string): Problem {
  if (found.kind === 'unknown') return { code: 'unknown-territory', params: { value } }
  return { code: 'ambiguous-territory', params: { value, candidates: namedWithCodes(found.candidates) } }
}
