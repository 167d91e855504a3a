import type { Field } from '../../../pipeline/model/field.ts'
import type { RawItem, RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { termFieldUse } from '../../../pipeline/model/vocabulary-rules.ts'
import type { FieldError } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'
import { CONTROL_PARTS, type Control, controlId, controlName, controlOf } from './control.ts'

/** One field as the form shows it, with what was typed in it. */
export interface FieldView {
  readonly field: Field
  readonly control: Control
  readonly id: string
  readonly name: string
  readonly label: string
  /** `obligatoire` where it is; nothing is said of the others. */
  readonly mark: string | undefined
  readonly help: string | undefined
  readonly error: string | undefined
  /** As typed: one item, or several. */
  readonly items: readonly RawItem[]
}

/**
 * The fields of a kind in their declared order, and the list of errors for the top of the form. Fields whose terms this kind does
 * not use, or that somebody else chooses, are left out.
 */
export function formView(
  visit: Pick<Visit, 'words' | 'language' | 'memory' | 'actor'>,
  form: {
    readonly serviceType: ServiceType
    /** Organisation it is written for. */
    readonly organisation: string
    readonly raw: Readonly<Record<string, RawValue>>
    readonly problems: readonly Problem[]
  },
): { readonly fields: readonly FieldView[]; readonly errors: readonly FieldError[] } {
  const { serviceType, raw, problems } = form
  const byField = Map.groupBy(problems, (problem) => fieldOf(problem))
  const fields = serviceType.fields.flatMap((declared) => {
    const field = fieldHere(visit, declared, form)
    return field ? [fieldView(visit, { field, raw: raw[field.name], problems: byField.get(field.name) ?? [] })] : []
  })
  const known = new Map(fields.map((view) => [view.field.name, view]))
  const errors = problems.map((problem) => fieldError(visit, problem, known.get(fieldOf(problem))))
  return { fields, errors }
}

/** The typed items of a field: none, one, or several. */
export function itemsOf(raw: RawValue | undefined): readonly RawItem[] {
  if (raw === undefined || raw === '') return []
  return isItems(raw) ? raw : [raw]
}

/** A typed item as one text. */
export function textOfItem(item: RawItem | undefined): string {
  return item === undefined ? '' : typeof item === 'string' ? item : Object.values(item).join(' ').trim()
}

/** A part of a typed item, empty where it was not typed. */
export function partOfItem(item: RawItem | undefined, part: string): string {
  return item !== undefined && typeof item !== 'string' && Object.hasOwn(item, part) ? (item[part] ?? '') : ''
}

function isItems(raw: RawValue): raw is readonly RawItem[] {
  return Array.isArray(raw)
}

// As the switches of its vocabulary have it for this kind and this person.
function fieldHere(
  { memory, actor }: Pick<Visit, 'memory' | 'actor'>,
  field: Field,
  { serviceType, organisation, raw }: Pick<Parameters<typeof formView>[1], 'serviceType' | 'organisation' | 'raw'>,
): Field | undefined {
  if (field.type === 'original') return undefined
  const use = termFieldUse(field, {
    ...{ serviceType, values: {}, thesaurus: memory.thesaurus },
    mayAssign: (role) => may(actor, { action: 'assign-term', organisation, role }, memory).yes,
  })
  if (use === 'kept' || (use === 'hidden' && itemsOf(raw[field.name]).length === 0)) return undefined
  return use === 'required' && !field.required ? { ...field, required: true } : field
}

function fieldOf({ field = '' }: Problem): string {
  return field.split('.')[0] ?? ''
}

function fieldView(
  { words, language, memory }: Pick<Visit, 'words' | 'language' | 'memory'>,
  { field, raw, problems }: { field: Field; raw: RawValue | undefined; problems: readonly Problem[] },
): FieldView {
  const control = controlOf(field, memory.thesaurus)
  const example = [
    `form.help.${field.type}${field.many ? '-many' : ''}`,
    `form.help.${field.type}`,
    `form.help.control.${control}`,
  ]
  const helped = example.find((key) => words.has(key))
  const told = [field.help && inLanguage(field.help, language), helped && words(helped)].filter(Boolean).join(' ')
  return {
    field,
    control,
    id: controlId(field.name),
    name: controlName(field.name),
    label: inLanguage(field.label, language),
    mark: field.required ? words('form.required') : undefined,
    help: told === '' ? undefined : told,
    error: problems.length > 0 ? problems.map((problem) => words.problem(problem)).join(' ') : undefined,
    items: itemsOf(raw),
  }
}

function fieldError({ words }: Pick<Visit, 'words'>, problem: Problem, view: FieldView | undefined): FieldError {
  const message = words.problem(problem)
  if (!view) return { id: 'content', message }
  const part = problem.field?.split('.')[1]
  const asked = CONTROL_PARTS[view.control] ?? []
  const reachable =
    part !== undefined && asked.includes(part) && !view.field.many && part !== 'commune' && part !== 'file'
  return {
    id: reachable ? controlId(view.field.name, part) : view.id,
    message: words('form.error-of', { label: view.label, message }),
  }
}
