import type { APIRoute } from 'astro'
import { siteSkin } from '../../portal/skin-href.ts'

/** The stylesheet of this site's skin; its address holds its digest, so it never changes there. */
export const GET: APIRoute = ({ locals: { site } }) => {
  if (!site) return new Response(null, { status: 404 })
  return new Response(siteSkin(site), {
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'farm-cache-tags': `site:${site.id}`,
    },
  })
}
