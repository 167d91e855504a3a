import type { APIRoute } from 'astro'
import { goSignedOut } from '../../desk/open-session.ts'

/** Ends the session, with those opened from it on private sites. */
export const POST: APIRoute = ({ locals: visit }) => goSignedOut(visit, visit.href('/sign-in'))

/** A link must not sign anybody out. */
export const GET: APIRoute = ({ locals: visit, redirect }) => redirect(visit.href('/'), 303)
