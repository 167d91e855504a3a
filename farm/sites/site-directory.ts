import type { Site, Subscription } from '../../pipeline/model/site.ts'

/** The sites of the farm by id and by host, in memory. */
export interface SiteDirectory {
  get(id: string): Site | undefined
  all(): readonly Site[]
  /** The site answering for a host name (lower case, no port). */
  byHost(host: string): Site | undefined
  subscriptions(site: string): readonly Subscription[]
  /** Default host of a site, without port. */
  hostOf(site: Site): string
}

/** Arranges sites by their hosts: `<slug>.<domain>` and those they declare. */
export function siteDirectory(
  sites: readonly Site[],
  subscriptions: readonly Subscription[],
  domain: string,
): SiteDirectory {
  const byId = new Map(sites.map((site) => [site.id, site]))
  const hostOf = (site: Site) => `${site.id}.${domain}`
  const byHost = new Map(sites.flatMap((site) => [hostOf(site), ...site.hosts].map((host) => [host, site])))
  const sections = Map.groupBy(subscriptions, (one) => one.site)
  return {
    get: (id) => byId.get(id),
    all: () => sites,
    byHost: (host) => byHost.get(host),
    subscriptions: (site) => sections.get(site) ?? [],
    hostOf,
  }
}
