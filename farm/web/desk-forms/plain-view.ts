import type { Field } from '../../../pipeline/model/field.ts'
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
export function plainErrors(
  { words }: Pick<Visit, 'words'>,
  problems: readonly { readonly code: string; readonly field?: string }[],
  labels = 'form.site',
) {
  const id = (field = 'content') => field.split('.').at(-1)?.replace('when', 'kinds') ?? field
  const own = problems.map((problem) => ({ problem, id: id(problem.field), message: words.problem(problem) }))
  const errors = own.map(({ problem, id, message }) => {
    const label = `${labels}.${id}`
    const named = problem.code === 'required' && words.has(label)
    return { id, message: named ? words('builder.at', { place: words(label), problem: message }) : message }
  })
  return { errors, of: (name: string) => own.find(({ id }) => id === name)?.message }
}
