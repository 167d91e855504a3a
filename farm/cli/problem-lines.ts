import { inLanguage } from '../../pipeline/model/local-text.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { Words } from '../web/words/words.ts'

/** A problem as every `--json` writes it. */
export interface ProblemJson {
  /** Line of the file or position of the item; null where it concerns the whole. */
  readonly line: number | null
  readonly field: string | null
  readonly code: string
  /** The sentence, in the language of the terminal. */
  readonly message: string
}

/** A problem with its sentence. */
export function problemJson(words: Words, problem: Problem): ProblemJson {
  const { line = null, field = null, code } = problem
  return { line, field, code, message: words.problem(problem) }
}

/** A problem as a person reads it: where, then what. */
export function problemLine(words: Words, problem: Problem, serviceType?: ServiceType): string {
  const { file, place } = problem.params ?? {}
  const where = [
    file,
    place,
    problem.line ? words('cli.line', { line: String(problem.line) }) : undefined,
    problem.field && fieldName(words, problem.field, serviceType),
  ].filter(Boolean)
  const sentence = words.problem(problem)
  return where.length === 0 ? sentence : `${where.join(', ')}${words('cli.colon')}${sentence}`
}

function fieldName({ language }: Words, name: string, serviceType: ServiceType | undefined): string {
  const field = serviceType?.fields.find((one) => one.name === name.split('.')[0])
  return field ? inLanguage(field.label, language) : name
}
