import { keysOfAddress, type SpipPage, spipPage } from '../../../pipeline/intake/spip/old-addresses.ts'
import { findOldAddress } from '../../storage/gateways/old-address-store.ts'
import { entryPath } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'

/** Page of this site that took the place of an address of the site before it; asked for addresses that nothing else answers, in one statement. */
export async function oldAddress(visit: Visit, search: string): Promise<string | undefined> {
  const { site, farm, sections, href, path } = visit
  const page = site && spipPage({ pathname: path, search })
  if (page) return href(pathOf(page))
  const paths = site ? keysOfAddress({ pathname: path, search }) : []
  if (!site || paths.length === 0) return undefined
  const found = await findOldAddress(farm.storage, { site: site.id, paths })
  const section = sections.find(({ id }) => id === found?.subscription)
  return found && section && href(entryPath(section.slug, found))
}

function pathOf(asked: SpipPage): string {
  if (asked.page === 'feed') return '/recherche.rss'
  if (asked.page === 'search') return `/recherche?${new URLSearchParams({ q: asked.words })}`
  return asked.page === 'map' ? '/plan-du-site' : '/'
}
