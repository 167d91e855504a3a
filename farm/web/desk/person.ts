import type { Actor } from '../../../pipeline/model/actor.ts'
import type { Visit } from '../visit.ts'

/** Someone signed in at the desk. */
export type DeskPerson = Extract<Actor, { kind: 'person' }>

/** The person at the desk: the middleware lets nobody else reach its pages, so anything else is a bug and throws. */
export function deskPerson({ actor }: Visit): DeskPerson {
  if (actor.kind !== 'person') throw new Error('a page of the desk was reached by nobody')
  return actor
}
