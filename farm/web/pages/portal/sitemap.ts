import type { APIRoute } from 'astro'
import { inChunks } from '../../../../exports/in-chunks.ts'
import { writeSitemap, writeSitemapIndex } from '../../../../exports/sitemap.ts'
import { mappedPages, sitemapAddresses } from '../../portal/sitemaps.ts'
import { streamOf } from '../../present/stream-of.ts'
import { sitemapOf } from '../../rooms.ts'

/** The index of a public site's sitemaps, `/sitemap.xml`, and each of them, `/sitemap-agenda.xml`. */
export const GET: APIRoute = async ({ url, locals: visit }) => {
  const { site, path } = visit
  const name = sitemapOf(path)
  const headers = new Headers({ 'content-type': 'application/xml; charset=utf-8' })
  const missing = () => new Response(visit.words('not-found.title'), { status: 404 })
  if (site?.visibility !== 'public' || name === undefined) return missing()
  headers.set('farm-cache-tags', `site:${site.id}`)
  if (name === '') return new Response(writeSitemapIndex(await sitemapAddresses(visit)), { headers })
  const pages = mappedPages(visit, name, url.searchParams.get('after'))
  return pages ? new Response(streamOf(inChunks(writeSitemap(pages))), { headers }) : missing()
}
