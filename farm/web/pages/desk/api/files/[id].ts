import type { APIRoute } from 'astro'
import { personOf } from '../../../../../../pipeline/model/actor.ts'
import { findFile, readKeptBytes } from '../../../../../library/files.ts'
import { isImage } from '../../../../../library/media-type.ts'
import { organisationsWhere } from '../../../../../organisations/reach.ts'

/** A kept file, to whoever brought it and to those who read its organisation's entries. */
export const GET: APIRoute = async ({ locals: { farm, actor, memory }, params }) => {
  const file = await findFile(farm, params.id ?? '')
  const person = personOf(actor)
  const own = file && person !== null && file.person === person
  if (!file || !(own || organisationsWhere(actor, 'read-entry', memory).includes(file.organisation)))
    return new Response(null, { status: 404 })
  const kind = isImage(file.mediaType) ? 'inline' : 'attachment'
  return new Response(new Uint8Array(await readKeptBytes(farm, file)), {
    headers: {
      'content-type': file.mediaType,
      'content-disposition': `${kind}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'cache-control': 'private, max-age=3600',
    },
  })
}
