import type { APIRoute } from 'astro'
import { may } from '../../../../../../../../pipeline/model/may.ts'
import { pastFile } from '../../../../../../../library/past-file.ts'
import { fileResponse } from '../../../../../../present/file-response.ts'

/** A picture or a document a site showed once, for those who may see its past. */
export const GET: APIRoute = async ({ locals: { farm, actor, memory }, params }) => {
  const site = memory.sites.get(params.slug ?? '')
  const seen = site && may(actor, { action: 'see-past', site }, memory).yes
  const asked = { id: params.id ?? '', site: site?.id ?? '', serviceType: memory.serviceType }
  const file = seen ? await pastFile(farm.storage, asked) : undefined
  return file ? fileResponse(farm, file, 'private') : new Response(null, { status: 404 })
}
