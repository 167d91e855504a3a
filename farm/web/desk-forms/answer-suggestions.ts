import type { Visit } from '../visit.ts'
import { signInFirst } from './sign-in-first.ts'
import type { Suggestion } from './suggestions.ts'

/** Answers what a field suggests for the asked text, to those who may use the desk. */
export async function answerSuggestions(
  visit: Visit,
  url: URL,
  suggest: (query: string) => readonly Suggestion[] | Promise<readonly Suggestion[]>,
): Promise<Response> {
  const gate = signInFirst(visit)
  if (gate) return new Response(null, { status: 403 })
  const query = (url.searchParams.get('q') ?? '').slice(0, 100)
  return Response.json({ items: await suggest(query) }, { headers: { 'cache-control': 'private, max-age=60' } })
}
