import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Gazetteer, Resolution, TerritoryKey } from '../../pipeline/model/territory.ts'

/** Reads a list of written places, blank ones aside, as keys. Problems: `unknown-territory`, `ambiguous-territory`, each with its line and the field `members`. */
export function placesNamed(written: readonly string[], gazetteer: Gazetteer): Result<TerritoryKey[]> {
  const keys: TerritoryKey[] = []
  const problems: Problem[] = []
  for (const [i, text] of written.entries()) {
    const value = text.trim()
    if (value === '') continue
    const found = gazetteer.resolve(value)
    const problem = problemOfPlace(found, value)
    if (found.kind === 'found') keys.push(found.territory.key)
    if (problem) problems.push({ ...problem, field: 'members', line: i + 1 })
  }
  return problems.length > 0 ? fail(...problems) : ok([...new Set(keys)])
}

/** Why a written place names none, or more than one; undefined where it names one. */
export function problemOfPlace(found: Resolution, value: string): Problem | undefined {
  if (found.kind === 'found') return undefined
  if (found.kind === 'unknown') return { code: 'unknown-territory', params: { value } }
  const candidates = found.candidates.slice(0, 6).map((one) => `${one.name} (${one.code})`)
  return { code: 'ambiguous-territory', params: { value, candidates: candidates.join(', ') } }
}
