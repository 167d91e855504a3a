import { spipTable } from '../../pipeline/intake/spip/tables.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'

/** The prefix of the site to read among the tables of a database, `spip` where nobody chose. Problems: `not-spip`, `several-prefixes` { found }. */
export function choosePrefix(tables: readonly string[], wanted: string | undefined): Result<string> {
  const known = tables.map(spipTable).filter((one) => one !== undefined)
  const prefixes = [...new Set(known.filter(({ table }) => table === 'articles').map(({ prefix }) => prefix))]
  const found =
    prefixes.find((prefix) => prefix === (wanted ?? 'spip')) ?? (wanted === undefined ? prefixes[0] : undefined)
  if (found === undefined) return fail({ code: 'not-spip', params: { prefix: wanted ?? 'spip' } })
  const sure = wanted !== undefined || prefixes.length === 1 || found === 'spip'
  return sure ? ok(found) : fail({ code: 'several-prefixes', params: { found: prefixes.slice(0, 10).join(', ') } })
}
