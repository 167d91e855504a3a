import type { APIRoute } from 'astro'
import { answerOai } from '../../oai/answer-oai.ts'
import { smallForm } from '../../small-form.ts'

/** The site for harvesters (OAI-PMH 2.0), asked by address or by form. */
export const ALL: APIRoute = async ({ url, request, locals: visit }) => {
  if (visit.site?.visibility !== 'public') return new Response(visit.words('not-found.title'), { status: 404 })
  const { method } = request
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST')
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD, POST' } })
  const search = method === 'POST' ? await smallForm(request) : url.searchParams
  if (!search) return new Response(visit.words('form.unread'), { status: 400 })
  const headers = { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'public, no-cache' }
  return new Response(await answerOai(visit, search), { headers })
}
