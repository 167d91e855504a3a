import type { Problem } from '../../pipeline/model/problem.ts'
import type { Subscription, Transform } from '../../pipeline/model/site.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { askedServiceTypes } from '../../pipeline/routing/asked.ts'

/** What is wrong with the order, the limit and the transforms of a section, each transform on the field `change.<index>`. */
export function arrangementProblems(
  { when, arrangement }: Pick<Subscription, 'when' | 'arrangement'>,
  knowledge: Knowledge,
): readonly Problem[] {
  if (!arrangement) return []
  const { limit, transforms = [] } = arrangement
  const wrong: readonly Problem[] =
    limit === undefined || (Number.isInteger(limit) && limit > 0) ? [] : [{ code: 'not-a-limit', field: 'limit' }]
  const types = askedServiceTypes(when).flatMap((id) => knowledge.serviceType(id) ?? [])
  const names = new Set(types.flatMap((type) => type.fields.map((field) => field.name)))
  const known = (name: string) => types.length === 0 || names.has(name)
  return [...wrong, ...transforms.flatMap((one, i) => transformProblems(one, { at: `change.${i}`, known, knowledge }))]
}

function transformProblems(
  transform: Transform,
  { at, known, knowledge }: { readonly at: string; known(field: string): boolean; readonly knowledge: Knowledge },
): readonly Problem[] {
  if ('mention' in transform) return []
  if ('map_theme' in transform)
    return [transform.map_theme, transform.to]
      .filter((code) => !knowledge.thesaurus.get('themes', code))
      .map((value) => ({ code: 'unknown-theme', field: at, params: { value } }))
  const value = 'shorten' in transform ? transform.shorten : 'drop' in transform ? transform.drop : transform.default
  if ('drop' in transform && value === 'title') return [{ code: 'title-stays', field: `${at}.field` }]
  return known(value) ? [] : [{ code: 'field-of-no-kind', field: `${at}.field`, params: { value } }]
}
