import type { APIRoute } from 'astro'
import { answerSuggestions } from '../../../desk-forms/answer-suggestions.ts'
import { termSuggestions } from '../../../desk-forms/suggestions.ts'

/** `?q=men&vocabulary=rome`: concepts of a vocabulary. */
export const GET: APIRoute = ({ locals, url }) => {
  const vocabulary = url.searchParams.get('vocabulary') ?? 'themes'
  return answerSuggestions(locals, url, (query) => termSuggestions(locals, query, vocabulary))
}
