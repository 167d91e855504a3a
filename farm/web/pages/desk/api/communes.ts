import type { APIRoute } from 'astro'
import { answerSuggestions } from '../../../desk-forms/answer-suggestions.ts'
import { communeSuggestions } from '../../../desk-forms/suggestions.ts'

/** `?q=nev`: communes for an address. */
export const GET: APIRoute = ({ locals, url }) =>
  answerSuggestions(locals, url, (query) => communeSuggestions(locals, query))
