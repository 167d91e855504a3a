import type { APIRoute } from 'astro'

/** What robots may read of a site (RFC 9309): all of a public one, where its sitemaps are; nothing of a private one. */
export const GET: APIRoute = ({ locals: { site, origin } }) => {
  const open = site?.visibility === 'public'
  const lines = open
    ? ['User-agent: *', 'Disallow: /recherche', 'Disallow: /en/recherche', '', `Sitemap: ${origin}/sitemap.xml`]
    : ['User-agent: *', 'Disallow: /']
  const headers = new Headers({ 'content-type': 'text/plain; charset=utf-8' })
  if (site && open) headers.set('farm-cache-tags', `site:${site.id}`)
  return new Response(`${lines.join('\n')}\n`, { headers })
}
