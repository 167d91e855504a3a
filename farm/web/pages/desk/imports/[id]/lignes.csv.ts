import type { APIRoute } from 'astro'
import { inChunks } from '../../../../../../exports/in-chunks.ts'
import { failingLines } from '../../../../../batches/failing-lines.ts'
import { signInFirst } from '../../../../desk-forms/sign-in-first.ts'
import { fieldProblem } from '../../../../present/field-problem.ts'
import { streamOf } from '../../../../present/stream-of.ts'

/** The lines of a batch that were refused, to correct and to send again. */
export const GET: APIRoute = async ({ locals, params }) => {
  const gate = signInFirst(locals)
  if (gate) return gate
  const { farm, actor, words } = locals
  const heading = words('batch.problems-column')
  const file = await failingLines(farm, {
    ...{ batch: Number(params.id), actor, heading },
    sentence: (problem, field) => fieldProblem(words, problem, field),
  })
  if (!file.ok) return new Response(file.problems.map(words.problem).join(' '), { status: 404 })
  return new Response(streamOf(inChunks(file.value.pieces)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.value.name)}`,
      'cache-control': 'no-store',
    },
  })
}
