import type { APIRoute } from 'astro'
import { writeExport } from '../../../../exports/formats.ts'
import { entryExport } from '../../portal/entry-export.ts'
import { exportHeaders } from '../../portal/export-headers.ts'
import { streamOf } from '../../present/stream-of.ts'

/** One entry for a calendar or an address book: `/agenda/123-forum.ics`. */
export const GET: APIRoute = async ({ locals: visit }) => {
  const { site, words } = visit
  const found = await entryExport(visit)
  if (found === 'gone') return new Response(words('portal.gone.title'), { status: 410 })
  if (!found || !site) return new Response(words('not-found.title'), { status: 404 })
  const { format, list, name } = found
  const headers = exportHeaders(found, { name })
  headers.set('content-disposition', `attachment; filename="${name}.${format.extension}"`)
  if (site.visibility === 'public') headers.set('farm-cache-tags', `site:${site.id}, day`)
  return new Response(streamOf(writeExport(format.name, list)), { headers })
}
