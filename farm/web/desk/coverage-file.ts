import type { Coverage } from '../../coverage/read-coverage.ts'
import { signInFirst } from '../desk-forms/sign-in-first.ts'
import type { Visit } from '../visit.ts'
import { coverageView, viewedCoverage } from './coverage-page.ts'

/** Sends what a page of coverage shows as a file; those who may not see it are told nothing. */
export async function coverageFile(
  visit: Visit,
  request: Request,
  { type, name, write }: { readonly type: string; readonly name: string; write(coverage: Coverage): string },
): Promise<Response> {
  const gate = signInFirst(visit)
  if (gate) return gate
  const view = coverageView(visit, request)
  const read = view && (await viewedCoverage(visit, view))
  if (!read?.ok) {
    const text = read?.problems.map((problem) => visit.words.problem(problem)).join('\n') ?? ''
    return new Response(text || visit.words('not-found.title'), { status: 404, headers: PLAIN })
  }
  const headers = { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` }
  return new Response(write(read.value), { headers: { ...headers, 'cache-control': 'private, no-store' } })
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' }
