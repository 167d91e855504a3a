import type { Condition } from '../../pipeline/model/condition.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { Site, Subscription } from '../../pipeline/model/site.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { askedServiceTypes } from '../../pipeline/routing/asked.ts'
import { conditionFaults } from '../../pipeline/routing/condition-faults.ts'
import { arrangementProblems } from './check-arrangement.ts'

/** A service as someone describes it; without a number it is a new one. */
export type ServiceDraft = Omit<Subscription, 'id' | 'site' | 'position'> & { readonly id?: number | undefined }

/** What is wrong with the services of a site, each problem on the field `services.<index>.<part>`. */
export function checkServices(
  services: readonly ServiceDraft[],
  { site, knowledge }: { readonly site: Pick<Site, 'visibility'>; readonly knowledge: Knowledge },
): readonly Problem[] {
  const seen = new Set<string>()
  return services.flatMap((service, index) => {
    const at = (part: string, problem: Problem): Problem => ({ ...problem, field: `services.${index}.${part}` })
    const problems = [
      ...slugProblems(service.slug, seen).map((one) => at('slug', one)),
      ...(service.label.fr.trim() === '' ? [at('label', { code: 'required' })] : []),
      ...conditionProblems(service.when, knowledge).map((one) => at('when', one)),
      ...hiddenKinds(service.when, { site, knowledge }).map((one) => at('when', one)),
      ...faults(service.when, knowledge).map((one) => at('when', one)),
      ...arrangementProblems(service, knowledge).map((one) => at(one.field ?? 'limit', one)),
    ]
    seen.add(service.slug)
    return problems
  })
}

/** Words of addresses: lower-case letters, figures and hyphens, beginning with a letter. */
export const SLUG = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

// Addresses every site answers by itself.
const PAGES = new Set(
  'accessibilite confidentialite embed en integrer entrer export files flux mentions-legales plan-du-site recherche closed skin'.split(
    ' ',
  ),
)

function slugProblems(slug: string, seen: ReadonlySet<string>): Problem[] {
  const params = { value: slug }
  if (slug === '') return [{ code: 'required' }]
  if (!SLUG.test(slug) || slug.length > 60) return [{ code: 'bad-slug', params }]
  if (PAGES.has(slug)) return [{ code: 'reserved-slug', params }]
  return seen.has(slug) ? [{ code: 'slug-taken', params }] : []
}

// What can never be answered; what only may be unwise is told by whoever asks for it.
function faults(condition: Condition, knowledge: Knowledge): Problem[] {
  return conditionFaults(condition, knowledge)
    .filter((fault) => fault.level === 'error')
    .map(({ code, place, params = {} }) => ({ code, params: { ...params, place } }))
}

/** What a condition names that the farm does not know. */
export function conditionProblems(condition: Condition, knowledge: Knowledge): Problem[] {
  if ('all' in condition) return condition.all.flatMap((part) => conditionProblems(part, knowledge))
  if ('any' in condition) return condition.any.flatMap((part) => conditionProblems(part, knowledge))
  if ('none' in condition) return condition.none.flatMap((part) => conditionProblems(part, knowledge))
  if ('service_type' in condition) return kindProblems(condition.service_type, knowledge)
  if ('theme' in condition)
    return unknown('unknown-term', condition.theme, (code) => knowledge.thesaurus.get('themes', code))
  if ('territory' in condition)
    return unknown('unknown-territory', condition.territory, (key) => knowledge.gazetteer.get(key))
  if ('near' in condition) return typeof condition.near === 'string' ? centreProblems(condition.near, knowledge) : []
  if (!('origin' in condition)) return []
  const named = condition.origin.flatMap((rule) => (rule.startsWith('organisation:') ? [rule.slice(13)] : []))
  return unknown('unknown-organisation', named, (id) => knowledge.organisations.get(id))
}

function centreProblems(key: string, { gazetteer }: Knowledge): Problem[] {
  const params = { value: gazetteer.get(key)?.name ?? key }
  if (!gazetteer.get(key)) return [{ code: 'unknown-territory', params }]
  return gazetteer.point(key) ? [] : [{ code: 'no-point', params }]
}

function kindProblems(kinds: readonly string[], knowledge: Knowledge): Problem[] {
  if (kinds.length === 0) return [{ code: 'no-kind-asked' }]
  return unknown('unknown-service-type', kinds, (id) => knowledge.serviceType(id))
}

function unknown(code: string, names: readonly string[], find: (name: string) => unknown): Problem[] {
  return names.filter((name) => find(name) === undefined).map((value) => ({ code, params: { value } }))
}

function hiddenKinds(
  condition: Condition,
  { site, knowledge }: { readonly site: Pick<Site, 'visibility'>; readonly knowledge: Knowledge },
): Problem[] {
  if (site.visibility === 'private') return []
  const hidden = askedServiceTypes(condition).filter((id) => knowledge.serviceType(id)?.visibility === 'private')
  return hidden.map((id) => ({
    code: 'private-kind-on-public-site',
    params: { value: knowledge.serviceType(id)?.label.fr ?? id },
  }))
}
