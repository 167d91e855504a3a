import type { APIRoute } from 'astro'
import { csvwMetadata } from '../../../../exports/csvw.ts'
import { writeExport } from '../../../../exports/formats.ts'
import { exportHeaders } from '../../portal/export-headers.ts'
import { sectionExport } from '../../portal/section-export.ts'
import { holds, listValidator, unchanged } from '../../present/list-validator.ts'
import { streamOf } from '../../present/stream-of.ts'
import { isMetadata } from '../../rooms.ts'

/** A service's list in a format, with the filters of the page: `/agenda.rss?theme=emploi`; or what describes its table. */
export const GET: APIRoute = async ({ url, request, locals: visit }) => {
  const { site } = visit
  const missing = () => new Response(visit.words('not-found.title'), { status: 404 })
  const validator = await listValidator(visit, url, () => sectionExport(visit, url))
  if (!validator || !site) return missing()
  const { etag, since } = validator
  if (holds(request, etag)) return unchanged(etag, site.visibility === 'public')
  const found = validator.drawn ?? (await sectionExport(visit, url))
  if (!found) return missing()
  const { format, list } = found
  const headers = exportHeaders(found, { name: `${site.id}-${found.slug}`, readerKey: visit.readerKey })
  headers.set('etag', etag)
  if (since !== undefined) headers.set('last-modified', new Date(since).toUTCString())
  if (site.visibility === 'public') headers.set('farm-cache-tags', `site:${site.id}, day`)
  if (!isMetadata(visit.path)) return new Response(streamOf(writeExport(format.name, list)), { headers })
  headers.set('content-type', 'application/csvm+json')
  headers.delete('content-disposition')
  headers.delete('link')
  const variant = format.name === 'csv-excel' ? 'excel' : 'standard'
  return new Response(csvwMetadata(list, { url: list.self, variant }), { headers })
}
