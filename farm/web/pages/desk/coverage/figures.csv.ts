import type { APIRoute } from 'astro'
import { coverageCsv } from '../../../../coverage/coverage-csv.ts'
import { coverageFile } from '../../../desk/coverage-file.ts'

/** `?of=site:nievre&in=departement:58&theme=employment`: the figures of the page, as CSV. */
export const GET: APIRoute = ({ locals, request }) =>
  coverageFile(locals, request, { type: 'text/csv; charset=utf-8', name: 'couverture.csv', write: coverageCsv })
