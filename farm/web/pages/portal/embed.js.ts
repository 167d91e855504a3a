import { stripTypeScriptTypes } from 'node:module'
import type { APIRoute } from 'astro'
import source from '../../scripts/embedded-list.ts?raw'

const script = stripTypeScriptTypes(source)
  .replace(/[ \t]+$/gm, '')
  .replace(/\n{2,}/g, '\n')

/** The script that puts a list of this site into pages of others, at an address that stays. */
export const GET: APIRoute = ({ locals: { site } }) => {
  if (site?.visibility !== 'public') return new Response(null, { status: 404 })
  const type = 'application/javascript; charset=utf-8'
  return new Response(script, {
    headers: { 'content-type': type, 'access-control-allow-origin': '*', 'farm-cache-tags': `site:${site.id}` },
  })
}
