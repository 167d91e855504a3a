import type { APIRoute } from 'astro'
import { directorySkin } from '../../directory/skin.ts'

/** The stylesheet of the directory; its address holds its digest, so it never changes there. */
export const GET: APIRoute = ({ locals: visit }) =>
  new Response(directorySkin(visit), {
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'farm-cache-tags': 'directory',
    },
  })
