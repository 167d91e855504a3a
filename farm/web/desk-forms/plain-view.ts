import type { Field } from '../../../pipeline/model/field.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { Visit } from '../visit.ts'
import { controlOf } from './control.ts'
import type { FieldView } from './field-view.ts'

/** A question of the desk's own forms that is asked with the controls of entries: themes to tick, places to complete. */
export function plainView(
  { memory }: Pick<Visit, 'memory'>,
  asked: {
    readonly name: string
    readonly type: 'term' | 'territory'
    readonly label: string
    readonly help?: string | undefined
    readonly error?: string | undefined
    readonly items: readonly string[]
  },
): FieldView {
  const { name, type, label, help, error, items } = asked
  const field: Field = {
    ...{
      name,
      type,
      label: { fr: label },
      required: false,
      many: true,
      confidential: false,
      column: name,
      element: name,
    },
    ...(type === 'term' ? { vocabulary: 'themes' } : {}),
  }
  return {
    field,
    control: controlOf(field, memory.thesaurus),
    id: name,
    name,
    label,
    mark: undefined,
    help,
    error,
    items,
  }
}

/**
 * Problems of a plain form by the id of their control, and all of them for the top of the page, where "to be filled in" is
 * said of a control by its label: `labels` is the family of words the form has them from.
 */
export function plainErrors({ words }: Pick<Visit, 'words'>, problems: readonly Problem[], labels = 'form.site') {
  const id = (field = 'content') => field.split('.').at(-1)?.replace('when', 'kinds') ?? field
  const own = problems.map((problem) => ({ problem, id: id(problem.field), message: lineTold(words, problem) }))
  const errors = own.map(({ problem, id, message }) => {
    const label = `${labels}.${id}`
    const named = problem.code === 'required' && words.has(label)
    return { id, message: named ? words('builder.at', { place: words(label), problem: message }) : message }
  })
  return { errors, of: (name: string) => own.find(({ id }) => id === name)?.message }
}

// Where the sentence itself tells the line, it is among its params.
function lineTold(words: Visit['words'], problem: Problem): string {
  const said = words.problem(problem)
  const { line = 0, params } = problem
  return line > 0 && params?.line === undefined ? `${said} (${words('batch.line-number', { line })})` : said
}
