import type { APIRoute } from 'astro'
import { writeXsd } from '../../../../../exports/xsd.ts'
import { ANY_KIND } from '../../../../../pipeline/model/any-kind.ts'
import { kindsOf } from '../../../portal/section.ts'
import { exportedKinds } from '../../../portal/section-export.ts'

/** The schema of the XML of a kind this site holds: `/schemas/job.xsd`. */
export const GET: APIRoute = ({ params, locals: visit }) => {
  const { site, sections } = visit
  const held = exportedKinds(
    visit,
    sections.map((one) => kindsOf(visit, one)),
  )
  const kind = [...held, ANY_KIND].find(({ id }) => `${id}.xsd` === params.kind)
  if (!kind || !site) return new Response(visit.words('not-found.title'), { status: 404 })
  const headers = new Headers({ 'content-type': 'application/xml; charset=utf-8' })
  if (site.visibility === 'public') headers.set('farm-cache-tags', `site:${site.id}`)
  const open = kind.fields.filter((field) => !field.confidential)
  return new Response(writeXsd(kind, open), { headers })
}
