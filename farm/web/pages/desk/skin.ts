import type { APIRoute } from 'astro'
import { deskSkinAt } from '../../desk/skin.ts'

/** The stylesheet of an organisation's colours; its address holds its digest, so it never changes there. */
export const GET: APIRoute = ({ locals: visit }) => {
  const css = deskSkinAt(visit)
  if (css === undefined) return new Response(null, { status: 404 })
  return new Response(css, {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
  })
}
