import type { APIRoute } from 'astro'
import { safePath } from '../../../desk/addresses.ts'
import { WORKING_FOR, workplaceOf } from '../../../desk/working-for.ts'

const YEAR = 31_536_000

/** Remembers for whom one works, which changes the look and the first choice of forms, never a right. */
export const GET: APIRoute = ({ params, url, locals: visit }) => {
  const { organisation } = workplaceOf(visit, params.organisation)
  const headers = new Headers({ location: safePath(url.searchParams.get('to'), visit) })
  if (organisation?.id === params.organisation)
    headers.set('set-cookie', `${WORKING_FOR}=${organisation?.id}; Max-Age=${YEAR}; Path=/; HttpOnly; SameSite=Lax`)
  return new Response(null, { status: 303, headers })
}
