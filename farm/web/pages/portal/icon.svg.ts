import type { APIRoute } from 'astro'
import { markSvg } from '../../skins/mark-svg.ts'

/** The mark of the site, drawn from its organisation's initials: the icon of its pages. */
export const GET: APIRoute = ({ locals: { site, memory } }) => {
  if (!site) return new Response(null, { status: 404 })
  const initials = memory.organisations.get(site.organisation)?.identity.initials ?? site.name.slice(0, 2)
  return new Response(markSvg({ initials, accent: site.skin.accent ?? '' }), {
    headers: { 'content-type': 'image/svg+xml', 'farm-cache-tags': `site:${site.id}` },
  })
}
