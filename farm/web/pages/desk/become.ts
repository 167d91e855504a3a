import type { APIRoute } from 'astro'
import { farmAddress } from '../../desk/addresses.ts'
import { becomePerson, goSignedOut, goWithSession } from '../../desk/open-session.ts'
import { smallForm } from '../../small-form.ts'

/** In the demo only: signs in as one of its people without a password, or as nobody, and goes back where one was. */
export const POST: APIRoute = async ({ request, locals: visit }) => {
  if (!(await visit.farm.demo())) return new Response(visit.words('not-found.title'), { status: 404 })
  const form = await smallForm(request)
  if (!form) return new Response(visit.words('form.unread'), { status: 400 })
  const back = backTo(farmAddress(form.get('to') ?? '', visit)?.href, visit)
  const login = form.get('person') ?? ''
  if (login === '') return goSignedOut(visit, visit.href('/sign-in'))
  const person = await visit.farm.people.byLogin(login)
  if (!person) return new Response(visit.words('not-found.title'), { status: 404 })
  return goWithSession(visit, await becomePerson(visit, request, person.id), back)
}

// On another host the session of the desk is unknown: a ticket takes it there.
function backTo(to: string | undefined, { origin, href }: App.Locals): string {
  if (to === undefined || to.startsWith(`${origin}${href('/sign-in')}`)) return href('/')
  return to.startsWith(`${origin}/`) ? to : href(`/ticket?to=${encodeURIComponent(to)}`)
}
