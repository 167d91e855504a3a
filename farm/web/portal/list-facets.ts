import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { askedTerritories } from '../../../pipeline/routing/asked.ts'
import { facetTerm, themeTerm } from '../../../pipeline/terms.ts'
import type { LinkItem } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'
import { facetLabel, type ListFilters, withFilter } from './list-query.ts'
import type { SectionKinds } from './section.ts'

/** A facet ready to show. */
export interface FacetGroup {
  readonly title: string
  readonly items: readonly LinkItem[]
}

interface Facetting {
  readonly visit: Visit
  readonly filters: ListFilters
  readonly sections: readonly SectionKinds[]
  readonly counts: ReadonlyMap<string, number>
  readonly search: URLSearchParams
}

const SHOWN = 12

/** The facets of a list with their counts: themes one level at a time, places one level at a time, then the kind's own. */
export function listFacets(facetting: Facetting): FacetGroup[] {
  const { visit, sections } = facetting
  const main = sections.length === 1 ? sections[0]?.main : undefined
  const groups = [
    { title: visit.words('portal.facet.theme'), items: themes(facetting) },
    { title: visit.words('portal.facet.place'), items: places(facetting) },
    ...(main?.presentation.facets ?? []).map((name) => declared(facetting, { serviceType: main, name })),
  ]
  return groups.filter((group) => group.items.length > 0)
}

function themes({ visit, filters, counts, search }: Facetting): LinkItem[] {
  const { thesaurus } = visit.memory
  const chosen = filters.theme
  const narrower = thesaurus.narrower('themes', chosen ?? null)
  const items = narrower.flatMap((concept) => {
    const count = counts.get(themeTerm(concept.code))
    return count
      ? [{ label: inLanguage(concept.label, visit.language), href: withFilter(search, 'theme', concept.code), count }]
      : []
  })
  const above =
    chosen === undefined
      ? []
      : chosenItem(thesaurus.get('themes', chosen)?.label[visit.language] ?? chosen, withFilter(search, 'theme', null))
  return [...above, ...byCount(items)]
}

function places({ visit, filters, sections, counts, search }: Facetting): LinkItem[] {
  const { gazetteer } = visit.memory
  const asked = new Set(sections.flatMap((section) => askedTerritories(section.subscription.when)))
  const above = filters.place ?? (asked.size === 1 ? [...asked][0] : undefined)
  const level = levelBelow(above === undefined ? 'country' : gazetteer.get(above)?.level)
  const items = [...counts].flatMap(([term, count]) => {
    const territory = term.startsWith(`${level}:`) ? gazetteer.get(term) : undefined
    // A former code is read as what it became, which is counted by itself.
    if (territory?.key !== term) return []
    if (above !== undefined && !gazetteer.ancestors(term).includes(above)) return []
    return [{ label: territory.name, href: withFilter(search, 'place', term), count }]
  })
  const chosen =
    filters.place === undefined
      ? []
      : chosenItem(gazetteer.get(filters.place)?.name ?? '', withFilter(search, 'place', null))
  return [...chosen, ...byCount(items)]
}

function levelBelow(level: string | undefined): string {
  if (level === 'country' || level === undefined) return 'region'
  return level === 'region' ? 'departement' : 'commune'
}

function declared(
  { visit, filters, counts, search }: Facetting,
  { serviceType, name }: { serviceType: ServiceType | undefined; name: string },
): FacetGroup {
  const field = serviceType?.fields.find((one) => one.name === name)
  if (!field) return { title: '', items: [] }
  const chosen = filters.facets.find(([facet]) => facet === name)?.[1]
  if (chosen !== undefined) {
    return {
      title: inLanguage(field.label, visit.language),
      items: chosenItem(facetLabel(field, chosen, visit), withFilter(search, name, null)),
    }
  }
  const prefix = facetTerm(name, '')
  const items = [...counts].flatMap(([term, count]) => {
    if (!term.startsWith(prefix)) return []
    const value = term.slice(prefix.length)
    return [{ label: facetLabel(field, value, visit), href: withFilter(search, name, value), count }]
  })
  return { title: inLanguage(field.label, visit.language), items: byCount(items) }
}

function chosenItem(label: string, href: string): LinkItem[] {
  return [{ label, href: href === '' ? '?' : href, current: true }]
}

function byCount(items: readonly (LinkItem & { readonly count: number })[]): LinkItem[] {
  return items.toSorted((a, b) => b.count - a.count || a.label.localeCompare(b.label, 'fr')).slice(0, SHOWN)
}
