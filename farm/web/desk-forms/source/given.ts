import type { Field, FieldTypeId } from '../../../../pipeline/model/field.ts'
import { inLanguage } from '../../../../pipeline/model/local-text.ts'
import type { Problem } from '../../../../pipeline/model/problem.ts'
import type { ServiceType } from '../../../../pipeline/model/service-type.ts'
import type { Visit } from '../../visit.ts'
import { controlOf } from '../control.ts'
import type { FieldView } from '../field-view.ts'

// What one answer may say of all the items of a source; a date or a text of its own belongs to each.
const CONSTANT: ReadonlySet<FieldTypeId> = new Set(['text', 'choice', 'boolean', 'term', 'language', 'address'])
// Asked with controls of their own, or told by every source.
const APART = new Set(['title', 'themes', 'territories', 'source_name'])

/** Fields a kind requires that a source may give to all its items alike, themes and places left aside. */
export function givenFields({ fields }: ServiceType): readonly Field[] {
  return fields.filter((field) => field.required && isGiven(field))
}

function isGiven({ name, type }: Field): boolean {
  return CONSTANT.has(type) && !APART.has(name)
}

/** These fields as their form asks them, with what is given already; `errors` by the name of their control. */
export function givenViews(
  { memory, language }: Pick<Visit, 'memory' | 'language'>,
  asked: {
    readonly fields: readonly Field[]
    readonly given: Readonly<Record<string, string>>
    readonly errors: (id: string) => string | undefined
  },
): readonly FieldView[] {
  return asked.fields.map((field) => {
    const [id, text] = [`given-${field.name}`, asked.given[field.name] ?? '']
    const items = field.many ? text.split('|').map((one) => one.trim()) : [text]
    return {
      ...{ field, id, name: id, mark: undefined, help: undefined, error: asked.errors(id) },
      control: field.type === 'address' ? 'line' : controlOf(field, memory.thesaurus),
      label: inLanguage(field.label, language),
      items: items.filter((one) => one !== ''),
    }
  })
}

/** What a form gives of them to all items, by field name; empty for what was asked and not answered. */
export function readGiven(data: FormData, serviceType: ServiceType | undefined): Record<string, string> {
  const asked = (serviceType?.fields ?? []).filter((field) => isGiven(field) && data.has(`given-${field.name}`))
  const text = (name: string) =>
    data
      .getAll(`given-${name}`)
      .map((one) => String(one).trim())
      .filter((one) => one !== '')
      .join(' | ')
  return Object.fromEntries(asked.map(({ name }) => [name, text(name)]))
}

/** What is wrong with a source whose items lack what they must have: what it may be given, and what only it could tell. */
export function lackingProblems(
  { memory, language }: Pick<Visit, 'memory' | 'language'>,
  { lacking, kind }: { readonly lacking: readonly string[]; readonly kind: string },
): readonly Problem[] {
  const fields = memory.serviceType(kind)?.fields.filter(({ name }) => lacking.includes(name)) ?? []
  const here = (field: Field) => isGiven(field) || field.name === 'themes' || field.name === 'territories'
  const others = fields.filter((field) => !here(field)).map(({ label }) => inLanguage(label, language))
  return [
    ...fields.filter(here).map((field) => {
      const params = { field: inLanguage(field.label, language) }
      return { code: 'source-lacks', field: isGiven(field) ? `given-${field.name}` : field.name, params }
    }),
    ...(others.length > 0 ? [{ code: 'source-lacks-own', field: 'url', params: { fields: others.join(', ') } }] : []),
  ]
}
