import type { APIRoute } from 'astro'
import { shownFile } from '../../../../library/shown-file.ts'
import { fileResponse } from '../../../present/file-response.ts'

/** A picture or a document of an entry this site shows; gone from here with the entry. */
export const GET: APIRoute = async ({ locals: { farm, site, memory }, params }) => {
  const asked = { id: params.id ?? '', site: site?.id ?? '', serviceType: memory.serviceType }
  const file = await shownFile(farm.storage, asked)
  if (!file || !site) return new Response(null, { status: 404 })
  const answer = await fileResponse(farm, file, site.visibility)
  if (site.visibility === 'public') answer.headers.set('farm-cache-tags', `site:${site.id}`)
  return answer
}
