import { defineMiddleware } from 'astro:middleware'
import { VISITOR } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { makeVisit, roomOf } from './make-visit.ts'
import { actorOfRequest } from './session.ts'

/** Finds out who visits what, then shows the room of that host: `/portal`, `/workshop`, `/desk` or `/directory`. */
export const onRequest = defineMiddleware(async (context, next) => {
  const visit = await makeVisit(context.locals, context.url, VISITOR)
  const signedIn = await actorOfRequest(context.request, visit)
  Object.assign(context.locals, visit, signedIn)
  const { site, actor } = { ...visit, ...signedIn }
  if (site && !may(actor, { action: 'read-site', site }, visit.memory).yes) {
    return next(`/${roomOf(visit)}/closed${context.url.search}`)
  }
  return next(`/${roomOf(visit)}${visit.path}${context.url.search}`)
})
