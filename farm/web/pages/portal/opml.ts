import type { APIRoute } from 'astro'
import { writeOpml } from '../../../../exports/opml.ts'
import { inLanguage } from '../../../../pipeline/model/local-text.ts'

/** All the feeds of a site as a list a feed reader takes at once, `/flux.opml`; with a key, each feed has it too. */
export const GET: APIRoute = ({ locals: visit }) => {
  const { site, sections, origin, href, language, readerKey } = visit
  if (!site) return new Response(visit.words('not-found.title'), { status: 404 })
  const feeds = sections.map(({ slug, label }) => ({
    title: `${site.name} – ${inLanguage(label, language)}`,
    feed: `${origin}${href(`/${slug}`)}.atom${readerKey === undefined ? '' : `?key=${readerKey}`}`,
    page: `${origin}${href(`/${slug}`)}`,
    language,
  }))
  const headers = new Headers({
    'content-type': 'text/x-opml; charset=utf-8',
    'content-disposition': `attachment; filename="${site.id}.opml"`,
  })
  if (site.visibility === 'public') headers.set('farm-cache-tags', `site:${site.id}`)
  return new Response(writeOpml({ title: site.name, feeds }), { headers })
}
