import type { Problem } from '../../../pipeline/model/problem.ts'
import { dayOf } from '../portal/list-period.ts'
import type { Operation, Schema } from './operation.ts'
import { quotedValue } from './problem-json.ts'

/** What is wrong with the query of a request: parameters nobody knows, given twice, with values that do not fit, or missing. */
export function queryProblems({ parameters, moreQuery }: Operation, query: URLSearchParams): readonly Problem[] {
  const missing = parameters.flatMap(({ name, needed }): Problem[] =>
    needed && !query.get(name)?.trim() ? [{ code: 'required', field: name }] : [],
  )
  const known = new Map(parameters.flatMap((one) => (one.in === 'query' ? [[one.name, one.schema] as const] : [])))
  const strange = [...new Set(query.keys())].flatMap((name): Problem[] => {
    const schema = known.get(name)
    const field = quotedValue(name)
    if (!schema && !moreQuery) return [{ code: 'unknown-parameter', field, params: { value: field } }]
    const values = query.getAll(name)
    const [value = ''] = values
    const expected = values.length > 1 ? '×1' : schema && unmet(schema, value)
    return expected ? [{ code: 'bad-parameter', field, params: { value: quotedValue(value), expected } }] : []
  })
  return [...strange, ...missing]
}

function unmet(schema: Schema, value: string): string | undefined {
  const { enum: choices, type, minimum, maximum, maxLength, pattern, format } = schema
  if (Array.isArray(choices)) return choices.includes(value) ? undefined : choices.join(' | ')
  if (type === 'integer') {
    const fits =
      /^\d{1,15}$/.test(value) && Number(value) >= Number(minimum ?? 0) && Number(value) <= Number(maximum ?? 1e15)
    return fits ? undefined : `${minimum ?? 0}–${maximum ?? '…'}`
  }
  if (typeof maxLength === 'number' && value.length > maxLength) return `≤ ${maxLength}`
  if (typeof pattern === 'string' && !new RegExp(pattern).test(value)) return pattern
  if (format === 'date' && dayOf(value) === undefined) return '2026-11-22'
  if (format === 'date-time' && !(DATE_TIME.test(value) && Number.isFinite(Date.parse(value))))
    return '2026-11-22T09:00:00Z'
  return undefined
}

const DATE_TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/
