import type { APIRoute } from 'astro'
import { writeXsd } from '../../../../../exports/xsd.ts'
import { ANY_KIND } from '../../../../../pipeline/model/any-kind.ts'

/** The schema of the XML of a kind, for the lists of the desk: `/schemas/job.xsd`. */
export const GET: APIRoute = ({ params, locals: { memory, words } }) => {
  const kind = [...memory.declarations.serviceTypes.values(), ANY_KIND].find(({ id }) => `${id}.xsd` === params.kind)
  if (!kind) return new Response(words('not-found.title'), { status: 404 })
  const open = kind.fields.filter((field) => !field.confidential)
  return new Response(writeXsd(kind, open), { headers: { 'content-type': 'application/xml; charset=utf-8' } })
}
