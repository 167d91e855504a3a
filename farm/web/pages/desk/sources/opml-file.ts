import type { APIRoute } from 'astro'
import { writeOpml } from '../../../../../exports/opml.ts'
import { listSources } from '../../../../sources/sources.ts'

/** The sources this person looks after, as a list a feed reader takes. */
export const GET: APIRoute = async ({ locals: { farm, actor, words } }) => {
  const sources = await listSources(farm, actor)
  const feeds = sources.map(({ name: title, url: feed }) => {
    return { title, feed, page: URL.parse(feed)?.origin ?? feed, language: 'fr' }
  })
  const headers = {
    'content-type': 'text/x-opml; charset=utf-8',
    'content-disposition': 'attachment; filename="sources.opml"',
  }
  return new Response(writeOpml({ title: words('sources.opml.list'), feeds }), { headers })
}
