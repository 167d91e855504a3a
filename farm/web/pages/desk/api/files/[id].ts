import type { APIRoute } from 'astro'
import { personOf } from '../../../../../../pipeline/model/actor.ts'
import { findFile } from '../../../../../library/files.ts'
import { organisationsWhere } from '../../../../../organisations/reach.ts'
import { fileResponse } from '../../../../present/file-response.ts'

/** A kept file, to whoever brought it and to those who read its organisation's entries. */
export const GET: APIRoute = async ({ locals: { farm, actor, memory }, params }) => {
  const file = await findFile(farm, params.id ?? '')
  const person = personOf(actor)
  const own = file && person !== null && file.person === person
  if (!file || !(own || organisationsWhere(actor, 'read-entry', memory).includes(file.organisation)))
    return new Response(null, { status: 404 })
  return fileResponse(farm, file, 'private')
}
