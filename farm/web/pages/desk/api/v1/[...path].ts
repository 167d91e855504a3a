import type { APIRoute } from 'astro'
import { answerApi } from '../../../../api/answer-api.ts'

/** The API of partners, whatever the method. */
export const ALL: APIRoute = ({ locals, request }) => answerApi(locals, request)
