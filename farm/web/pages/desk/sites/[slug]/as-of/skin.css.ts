import type { APIRoute } from 'astro'
import { pastVisit } from '../../../../../portal/past-visit.ts'
import { siteSkin } from '../../../../../portal/skin-href.ts'

/** The look a site had, for those who may see its past. */
export const GET: APIRoute = async ({ locals: visit, params, url }) => {
  const past = await pastVisit(visit, params.slug, url.searchParams)
  if (!past) return new Response(null, { status: 404 })
  return new Response(siteSkin(past.site), {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'private, max-age=300' },
  })
}
