import type { Role } from './actor.ts'
import type { Values } from './entry.ts'
import type { Field } from './field.ts'
import type { Problem } from './problem.ts'
import type { ServiceType } from './service-type.ts'
import type { Thesaurus, Vocabulary } from './theme.ts'
import { isList, storedText } from './written/parts.ts'

/** The terms an entry is given, by whom. */
export interface TermsGiven {
  readonly serviceType: ServiceType
  readonly values: Values
  readonly thesaurus: Thesaurus
  /** Whether who gives them may assign terms kept for that role. */
  mayAssign(role: Role): boolean
}

/**
 * What the switches of the vocabularies object to in an entry's terms, each with its field: `one-term-only`, `vocabulary-not-here`,
 * `required`.
 */
export function vocabularyProblems(given: TermsGiven): Problem[] {
  return ruledFields(given).flatMap((ruled) => {
    const { about, fields } = ruled
    const { rules } = about
    const codes = codesOf(ruled, given)
    const kind = given.serviceType.id
    const named = fields.find((field) => codesIn(field, given.values).length > 0) ?? fields[0]
    const at = { field: named?.name ?? '' }
    const vocabulary = about.label.fr
    if (rules.only_on && !rules.only_on.includes(kind) && codes.length > 0)
      return [{ code: 'vocabulary-not-here', ...at, params: { vocabulary } }]
    if (rules.one && codes.length > 1)
      return [{ code: 'one-term-only', ...at, params: { vocabulary, found: codes.length } }]
    const lacks = rules.required_on?.includes(kind) && codes.length === 0 && isAssigned(about, given)
    // A field that is required anyway has said so itself.
    return lacks && !fields.some((field) => field.required) ? [{ code: 'required', ...at }] : []
  })
}

/** Whether the switches of any vocabulary have a say in a kind. */
export function hasRules(serviceType: ServiceType, thesaurus: Thesaurus): boolean {
  return ruledFields({ serviceType, thesaurus }).length > 0
}

/** Fields whose terms somebody else chooses: what stands in them stays. */
export function keptFields(given: Omit<TermsGiven, 'values'>): readonly Field[] {
  return ruledFields(given).flatMap(({ about, fields }) => (isAssigned(about, given) ? [] : fields))
}

/** Whether a kind shows a field of a vocabulary to be filled in, and whether it must be. */
export function termFieldUse(field: Field, given: TermsGiven): 'hidden' | 'kept' | 'free' | 'required' {
  const about = vocabularyOf(field, given.thesaurus)
  if (!about) return field.required ? 'required' : 'free'
  const { only_on, required_on } = about.rules
  const kind = given.serviceType.id
  if (!isAssigned(about, given)) return 'kept'
  if (only_on && !only_on.includes(kind) && codesIn(field, given.values).length === 0) return 'hidden'
  return field.required || required_on?.includes(kind) ? 'required' : 'free'
}

interface Ruled {
  readonly about: Vocabulary
  readonly fields: readonly Field[]
}

const known = new WeakMap<Thesaurus, Map<ServiceType, readonly Ruled[]>>()

// Nearly always none, and asked for every arrival.
function ruledFields({ serviceType, thesaurus }: Pick<TermsGiven, 'serviceType' | 'thesaurus'>): readonly Ruled[] {
  const kinds = known.getOrInsertComputed(thesaurus, () => new Map<ServiceType, readonly Ruled[]>())
  return kinds.getOrInsertComputed(serviceType, () => {
    const terms = serviceType.fields.filter((field) => field.type === 'term')
    return [...Map.groupBy(terms, (field) => field.vocabulary ?? 'themes')].flatMap(([id, fields]) => {
      const about = thesaurus.vocabulary(id)
      return about && Object.keys(about.rules).length > 0 ? [{ about, fields }] : []
    })
  })
}

function codesOf({ about, fields }: Ruled, { values, thesaurus }: TermsGiven): readonly string[] {
  const codes = fields.flatMap((field) => codesIn(field, values))
  return [...new Set(codes.map((code) => thesaurus.get(about.id, code)?.code ?? code))]
}

function vocabularyOf(field: Field, thesaurus: Thesaurus): Vocabulary | undefined {
  return field.type === 'term' ? thesaurus.vocabulary(field.vocabulary ?? 'themes') : undefined
}

function isAssigned({ rules }: Vocabulary, { mayAssign }: Pick<TermsGiven, 'mayAssign'>): boolean {
  return rules.assigned_by === undefined || mayAssign(rules.assigned_by)
}

function codesIn(field: Field, values: Values): string[] {
  const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined
  if (value === undefined || value === null) return []
  return (isList(value) ? value : [value]).map(storedText).filter((code) => code !== '')
}
