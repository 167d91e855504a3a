import type { APIRoute } from 'astro'
import { coverageJson } from '../../../../coverage/coverage-json.ts'
import { coverageFile } from '../../../desk/coverage-file.ts'

/** The figures of the page and what is quiet around it, as JSON. */
export const GET: APIRoute = ({ locals, request }) =>
  coverageFile(locals, request, {
    ...{ type: 'application/json', name: 'couverture.json' },
    write: (coverage) => JSON.stringify(coverageJson(coverage)),
  })
