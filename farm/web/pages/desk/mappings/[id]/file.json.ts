import type { APIRoute } from 'astro'
import { fold } from '../../../../../../pipeline/model/fold.ts'
import { openMapping } from '../../../../../batches/mappings.ts'
import { signInFirst } from '../../../../desk-forms/sign-in-first.ts'

/** A mapping as a file, to be taken to another farm or used from the command line. */
export const GET: APIRoute = async ({ locals, params }) => {
  const gate = signInFirst(locals)
  if (gate) return gate
  const found = await openMapping(locals.farm, locals.actor, Number(params.id))
  if (!found.ok) return new Response(null, { status: 404 })
  const name = fold(found.value.name).replaceAll(' ', '-') || 'mapping'
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="${name.replace(/[^a-z0-9-]/g, '')}.json"`,
  }
  return new Response(`${JSON.stringify(found.value.mapping, null, 2)}\n`, { headers })
}
