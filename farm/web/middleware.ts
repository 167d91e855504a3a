import { defineMiddleware } from 'astro:middleware'
import { may } from '../../pipeline/model/may.ts'
import { makeVisit } from './make-visit.ts'
import { pageOf, roomOf } from './rooms.ts'
import { actorOfRequest } from './session.ts'

/** Finds out who visits what, then shows the page of that host's room; a private site opens to those who may read it. */
export const onRequest = defineMiddleware(async (context, next) => {
  const arrived = await makeVisit(context.locals, context.url)
  const visit = { ...arrived, ...(await actorOfRequest(context.request, arrived)) }
  Object.assign(context.locals, visit)
  const { site, actor, memory } = visit
  const closed = site && !may(actor, { action: 'read-site', site }, memory).yes && !OPEN.test(visit.path)
  return next(`${closed ? `/${roomOf(visit)}/closed` : pageOf(visit)}${context.url.search}`)
})

// A stranger to a private site may see its door: the skin of that page, and where a ticket is handed in.
const OPEN = /^\/(?:skin-[0-9a-f]{10}\.css|entrer)$/
