import type { Problem } from '../../../pipeline/model/problem.ts'
import type { FieldError } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'

/** The problems of a service's form: all of them for the top of the page, and each by the control, or the condition, it is about. */
export function serviceErrors(
  { words }: Pick<Visit, 'words'>,
  problems: readonly Problem[],
): { readonly errors: readonly FieldError[]; of(name: string): string | undefined } {
  const errors = problems.map((problem) => ({ id: controlOf(problem), message: messageOf(problem, words) }))
  return { errors, of: (name) => errors.find((error) => error.id === name)?.message }
}

// What the farm says of a whole service stands on `services.2.when`; the place of its condition leads to the row.
function controlOf({ field = 'when', params }: Problem): string {
  const own = field.replace(/^services\.\d+\./, '')
  if (own !== 'when' || typeof params?.place !== 'string') return own
  const steps = params.place.match(/(?<=\/(?:all|any|none)\/)\d+/g) ?? []
  return ['when', ...steps].join('.')
}

// "To be filled in" says nothing by itself at the top of a page of many boxes.
function partOf({ code, field = '' }: Problem, words: Visit['words']): string {
  if (code !== 'required') return ''
  if (field.startsWith('change.')) return words('builder.changes')
  const key = `builder.${field.split('.').at(-1)}`
  return field.startsWith('when.') && words.has(key) ? words(key) : ''
}

function messageOf(problem: Problem, words: Visit['words']): string {
  const { field, params } = problem
  const place = field === 'json' && typeof params?.place === 'string' ? params.place : partOf(problem, words)
  return place === '' ? words.problem(problem) : words('builder.at', { place, problem: words.problem(problem) })
}
