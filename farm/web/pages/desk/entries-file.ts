import type { APIRoute } from 'astro'
import { writeExport } from '../../../../exports/formats.ts'
import { countDeskEntries } from '../../../storage/entries/desk-store.ts'
import { entriesExport } from '../../desk-forms/entries-export.ts'
import { exportHeaders } from '../../portal/export-headers.ts'
import { listEtag } from '../../present/list-etag.ts'
import { holds, unchanged } from '../../present/list-validator.ts'
import { streamOf } from '../../present/stream-of.ts'

/** The list of entries of the desk in a format, with the filters of its page, as the person, or their feed reader, may read it. */
export const GET: APIRoute = async ({ url, request, locals: visit }) => {
  const found = await entriesExport(visit, url)
  if (!found) return new Response(visit.words('not-found.title'), { status: 404 })
  const { format, list, mark } = found
  const total = await countDeskEntries(visit.farm.storage, found.request)
  const etag = listEtag(visit.memory, [url.href, list.title, JSON.stringify(found.request), mark, String(total)])
  if (holds(request, etag)) return unchanged(etag, false)
  const headers = exportHeaders(found, { name: 'fiches' })
  headers.delete('link')
  headers.set('etag', etag)
  return new Response(streamOf(writeExport(format.name, list)), { headers })
}
