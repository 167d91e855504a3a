import type { Field } from '../../../pipeline/model/field.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { Words } from '../words/words.ts'

/** A problem in one sentence that names its field, for where nothing beside it does. */
export function fieldProblem(words: Words, problem: Problem, field: Field | undefined): string {
  const message = words.problem(problem)
  return field ? words('batch.of-field', { field: inLanguage(field.label, words.language), message }) : message
}
