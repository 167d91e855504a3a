import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { Organisation } from '../../../pipeline/model/organisation.ts'
import type { Site } from '../../../pipeline/model/site.ts'
import type { Visit } from '../visit.ts'

/** A site as the directory shows it. */
export interface ListedSite {
  readonly id: string
  readonly name: string
  readonly href: string
  readonly organisation: string
  readonly description: string
  /** Where it is about, and what it offers first. */
  readonly detail: string
  readonly initials: string
}

/** Sites that belong together: the network's own, those of a region, the partners'. */
export interface SiteGroup {
  readonly title: string
  readonly sites: readonly ListedSite[]
}

/** Every public portal, by region; never a private one. */
export function publicSites(visit: Visit): readonly SiteGroup[] {
  const { memory, words } = visit
  const depth = (site: Site) => memory.organisations.above(site.organisation).length
  const open = memory.sites
    .all()
    .filter((site) => site.visibility === 'public')
    .sort((a, b) => depth(a) - depth(b) || a.name.localeCompare(b.name, 'fr'))
  const groups = Map.groupBy(open, (site) => regionOf(visit, site)?.id ?? '')
  const order = ['', ...regions(visit).map((one) => one.id)]
  return order.flatMap((id) => {
    const sites = groups.get(id) ?? []
    if (sites.length === 0) return []
    const region = memory.organisations.get(id)
    const title = region ? (territoryName(visit, region) ?? region.shortName) : words('portal.directory.everywhere')
    return [
      {
        title: region?.kind === 'partner' ? words('portal.directory.partners') : title,
        sites: sites.map((site) => listed(visit, site)),
      },
    ]
  })
}

/** The private sites this visitor may read; none for somebody not signed in. */
export function privateSites(visit: Visit): readonly ListedSite[] {
  const { memory, actor } = visit
  return memory.sites
    .all()
    .filter((site) => site.visibility === 'private' && may(actor, { action: 'read-site', site }, memory).yes)
    .map((site) => listed(visit, site))
}

function regions({ memory }: Visit): readonly Organisation[] {
  const kinds: readonly Organisation['kind'][] = ['regional', 'partner']
  return kinds.flatMap((kind) => memory.organisations.all().filter((one) => one.kind === kind))
}

function regionOf({ memory }: Visit, { organisation }: Site): Organisation | undefined {
  const above = memory.organisations.above(organisation).flatMap((id) => memory.organisations.get(id) ?? [])
  return above.find((one) => one.kind === 'regional' || one.kind === 'partner')
}

function territoryName({ memory }: Visit, { territory }: Organisation): string | undefined {
  return territory === null ? undefined : memory.gazetteer.get(territory)?.name
}

const OFFERED = 4

function listed(visit: Visit, site: Site): ListedSite {
  const { memory, language, words } = visit
  const organisation = memory.organisations.get(site.organisation)
  const services = memory.sites.subscriptions(site.id).slice(0, OFFERED)
  const place = organisation && territoryName(visit, organisation)
  const address = visit.siteUrl(site.id, '/')
  return {
    id: site.id,
    name: site.name,
    href: site.visibility === 'private' ? visit.siteUrl('desk', `/ticket?to=${encodeURIComponent(address)}`) : address,
    organisation: organisation?.name ?? '',
    description: inLanguage(site.tagline, language),
    detail: [
      words(`portal.directory.kind.${site.kind}.${site.visibility}`),
      place,
      services.map((one) => inLanguage(one.label, language)).join(', '),
    ]
      .filter(Boolean)
      .join(' · '),
    initials: initialsOf(site.name),
  }
}

function initialsOf(name: string): string {
  const words = name.split(/[\s,'’-]+/).filter((word) => /^\p{Lu}/u.test(word))
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0))
    .join('')
}
