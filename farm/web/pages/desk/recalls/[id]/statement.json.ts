import type { APIRoute } from 'astro'
import { openStatement, statementJson } from '../../../../desk/open-statement.ts'

/** The statement of a recall as JSON. */
export const GET: APIRoute = async ({ locals, params }) => {
  const statement = await openStatement(locals, params.id)
  return statement ? Response.json(statementJson(locals, statement)) : new Response(null, { status: 404 })
}
