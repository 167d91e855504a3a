import { type MappedPage, SITEMAP_LENGTH } from '../../../exports/sitemap.ts'
import { asArranged } from '../../lists/as-arranged.ts'
import { listEntries } from '../../lists/list-entries.ts'
import { sitemapCuts } from '../../lists/sitemap-cuts.ts'
import { entryPath } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'
import { listRequest, NO_FILTERS, readCursor, writeCursor } from './list-query.ts'
import { type kindsOf, sectionOf } from './section.ts'

/** Word of the sitemap of a site's own pages. */
const PAGES = 'pages'

/** The sitemaps of a site: one of its own pages, then as many per service as its entries need. */
export async function sitemapAddresses(visit: Visit): Promise<readonly string[]> {
  const { sections, origin, farm } = visit
  const perSection = sections.map(async ({ id, slug }) => {
    const cuts = await sitemapCuts(farm.storage, { subscription: id, length: SITEMAP_LENGTH })
    return cuts.map((cut) => `${origin}/sitemap-${slug}.xml${cut ? `?after=${writeCursor(cut)}` : ''}`)
  })
  return [`${origin}/sitemap-${PAGES}.xml`, ...(await Promise.all(perSection)).flat()]
}

/** The pages one of them holds, read as they are written; undefined where it names none. */
export function mappedPages(visit: Visit, name: string, after: string | null): AsyncIterable<MappedPage> | undefined {
  if (name === PAGES) return ownPages(visit)
  const section = sectionOf(visit, name)
  return section && entryPages(visit, section, after)
}

async function* ownPages({ origin, sections }: Visit): AsyncIterable<MappedPage> {
  yield { address: `${origin}/` }
  for (const { slug } of sections) yield { address: `${origin}/${slug}` }
  for (const path of ['/flux', '/plan-du-site', '/mentions-legales', '/confidentialite', '/accessibilite'])
    yield { address: origin + path }
}

const BATCH = 500

async function* entryPages(
  visit: Visit,
  section: ReturnType<typeof kindsOf>,
  after: string | null,
): AsyncIterable<MappedPage> {
  const { farm, memory, origin } = visit
  const { slug, arrangement } = section.subscription
  const whole = listRequest(NO_FILTERS, { sections: [section], search: new URLSearchParams(), now: farm.now() })
  const request = {
    ...whole,
    upcoming: false,
    from: undefined,
    order: 'oldest',
    most: undefined,
    limit: BATCH,
  } as const
  let cursor = readCursor(after)
  for (let left = SITEMAP_LENGTH; left > 0; left -= BATCH) {
    const page = await listEntries(farm.storage, { ...request, after: cursor, limit: Math.min(BATCH, left) })
    for (const listed of page.items) {
      const { entry, touch } = asArranged(listed, { arrangement, knowledge: memory })
      yield { address: origin + entryPath(slug, entry), updatedAt: Math.max(entry.updatedAt, touch?.at ?? 0) }
    }
    if (!page.next) return
    cursor = page.next
  }
}
