import type { APIRoute } from 'astro'
import { answerSuggestions } from '../../../desk-forms/answer-suggestions.ts'
import { entrySuggestions } from '../../../desk-forms/suggestions.ts'

/** `?q=forum&type=event`: entries one may refer to. */
export const GET: APIRoute = ({ locals, url }) => {
  const type = url.searchParams.get('type') ?? ''
  return answerSuggestions(locals, url, (query) => entrySuggestions(locals, query, type))
}
