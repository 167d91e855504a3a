import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import { problemOfPlace } from '../../territories/places-named.ts'
import type { Visit } from '../visit.ts'

/** A place so that reading it gives it again: its name and code, else its name, else its key. */
export function placeText(key: string, { gazetteer }: Visit['memory']): string {
  const place = gazetteer.get(key)
  const texts = place ? [`${place.name} (${place.code})`, place.name] : []
  const leadsBack = (text: string) => {
    const found = gazetteer.resolve(text)
    return found.kind === 'found' && found.territory.key === key
  }
  return texts.find(leadsBack) ?? key
}

/** The place a text names, or what is wrong with it, on that field. */
export function placeNamed(
  value: string,
  field: string,
  { gazetteer }: Visit['memory'],
): { readonly key: string } | { readonly problem: Problem } {
  const found = gazetteer.resolve(value)
  if (found.kind === 'found') return { key: found.territory.key }
  return { problem: { ...problemOfPlace(found, value), field } }
}

/** The lines of a text area that say something. */
export function filledLines(typed: string): string[] {
  return typed
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Territory keys of the lines typed, or the lines that name no place or several, on the field `territories`. */
export function placesOf(typed: string, memory: Visit['memory']): Result<string[]> {
  const read = filledLines(typed).map((line) => placeNamed(line, 'territories', memory))
  const problems = read.flatMap((one) => ('problem' in one ? [one.problem] : []))
  return problems.length > 0 ? fail(...problems) : ok(read.flatMap((one) => ('key' in one ? [one.key] : [])))
}
