import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { DESK_LISTS, type ReaderPlace } from '../../identity/reader-keys.ts'
import { viewsOf } from '../../lists/saved-views.ts'
import { sitesWhere } from '../../organisations/reach.ts'
import type { LinkItem, Option } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'

/** What the person may have a key for: the private sites they read, and the lists of the desk. */
export function readerPlaces({ memory, actor, words }: Visit, chosen: string | null): readonly Option[] {
  const sites = sitesWhere(memory.sites.all(), { actor, action: 'read-site', house: memory })
  return [
    ...sites
      .filter(({ visibility }) => visibility === 'private')
      .map(({ id, name }) => ({ value: id, label: name, selected: id === chosen })),
    { value: DESK_LISTS, label: words('reader.desk'), selected: chosen === DESK_LISTS },
  ]
}

/** Name of what a key opens. */
export function placeName({ memory, words }: Visit, site: string): string {
  return site === DESK_LISTS ? words('reader.desk') : (memory.sites.get(site)?.name ?? site)
}

/** The addresses a feed reader is given with its key: all feeds of the site at once, then each. */
export async function readerAddresses(visit: Visit, place: ReaderPlace, key: string): Promise<readonly LinkItem[]> {
  const { memory, words, siteUrl, href, language } = visit
  const ended = `?key=${key}`
  if (place === DESK_LISTS) {
    const kept = (await viewsOf(visit.farm, visit.actor)).map(({ id, name }) => [name, `/views/${id}.atom`] as const)
    return [[words('reader.desk'), '/entries.atom'] as const, ...kept].map(([label, path]) => {
      return { label, href: siteUrl('desk', `${href(path)}${ended}`) }
    })
  }
  const feeds = memory.sites.subscriptions(place.id).map(({ slug, label }) => ({
    label: inLanguage(label, language),
    href: siteUrl(place.id, `${href(`/${slug}.atom`)}${ended}`),
  }))
  return [{ label: words('reader.made.opml'), href: siteUrl(place.id, `/flux.opml${ended}`) }, ...feeds]
}
