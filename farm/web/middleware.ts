import { defineMiddleware } from 'astro:middleware'
import { may } from '../../pipeline/model/may.ts'
import { devArrival } from './dev-arrival.ts'
import { keptAnswer } from './kept-answers.ts'
import { makeVisit } from './make-visit.ts'
import { askForKey, readerOfRequest } from './reader.ts'
import { pageOf, roomOf } from './rooms.ts'
import { actorOfRequest } from './session.ts'
import type { Visit } from './visit.ts'

/** Finds out who visits what, then shows the page of that host's room; a private site, and the desk, open to those who may. */
export const onRequest = defineMiddleware(async (context, next) => {
  const arrival = import.meta.env.DEV ? devArrival(context.url) : context.locals
  const arrived = await makeVisit(arrival, context.url)
  const known = { ...arrived, ...(await actorOfRequest(context.request, arrived)) }
  const visit = { ...known, ...(await readerOfRequest(context.request, known)) }
  Object.assign(context.locals, visit)
  const page = pageFor(visit)
  const asked = CLOSED.test(page) ? askForKey(context.request, visit) : undefined
  if (asked) return asked
  if (isNoForm(context.request, visit)) return new Response(visit.words('form.unread'), { status: 400 })
  // The front points most requests at their page; a rewrite here makes Astro draw every component three times as slowly.
  const draw = () => (page === context.url.pathname ? next() : next(`${page}${context.url.search}`))
  const { request, locals } = context
  return keptAnswer(visit, { request, locals, page }, draw)
})

function pageFor(visit: Visit): string {
  const { site, actor, memory, path } = visit
  const room = roomOf(visit)
  const question =
    room === 'desk' ? ({ action: 'use-desk' } as const) : site && ({ action: 'read-site', site } as const)
  const open = !question || DOORS[room].test(path) || may(actor, question, memory).yes
  return open ? pageOf(room, path) : `/${room}/closed`
}

// Pages of the desk read what a form sends; programs are answered by the API and by what hubs call.
function isNoForm({ method, headers }: Request, visit: Visit): boolean {
  if (method !== 'POST' || roomOf(visit) !== 'desk' || FOR_PROGRAMS.test(visit.path)) return false
  return !/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(headers.get('content-type') ?? '')
}

const FOR_PROGRAMS = /^\/(?:api\/v1|websub)(?:\/|$)/

const CLOSED = /^\/(?:portal|desk)\/closed$/

// A stranger may see the door: the skin of its page, and where one signs in, hands in a ticket, or tells news as a hub.
const DOORS = {
  portal: /^\/(?:skin-[0-9a-f]{10}\.css|icon\.svg|robots\.txt|entrer)$/,
  desk: /^\/(?:skin-[0-9a-f]{10}\.css|icon\.svg|robots\.txt|sign-in|sign-out|become|api\/v1(?:\/.*)?|websub\/[\w-]{43})$/,
  directory: /^/,
} as const
