import type { APIRoute } from 'astro'
import { answerSuggestions } from '../../../desk-forms/answer-suggestions.ts'
import { placeSuggestions } from '../../../desk-forms/suggestions.ts'

/** `?q=niè&levels=departement,region`: places of the geography. */
export const GET: APIRoute = ({ locals, url }) => {
  const levels = (url.searchParams.get('levels') ?? '').split(',')
  return answerSuggestions(locals, url, (query) => placeSuggestions(locals, query, levels))
}
