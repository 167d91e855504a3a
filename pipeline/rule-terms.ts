import type { Actor, Role } from './model/actor.ts'
import type { Values } from './model/entry.ts'
import type { Field } from './model/field.ts'
import type { StoredValue } from './model/field-types/field-type.ts'
import { may } from './model/may.ts'
import type { Problem } from './model/problem.ts'
import type { ReadValues } from './model/read-values.ts'
import type { ServiceType } from './model/service-type.ts'
import type { Submission } from './model/submission.ts'
import { hasRules, keptFields, vocabularyProblems } from './model/vocabulary-rules.ts'
import type { Knowledge, Ports } from './ports.ts'

/** What stood, by submission, in entries something of which the submitter does not say: terms that others choose, originals; read only where that is so. */
export async function termsOfOthers(
  ports: Ports,
  submissions: readonly Submission[],
  { actor, knowledge }: { readonly actor: Actor; readonly knowledge: Knowledge },
): Promise<ReadonlyMap<Submission, Values>> {
  const found = new Map<Submission, Values>()
  for (const submission of submissions) {
    const serviceType = knowledge.serviceType(submission.serviceType)
    if (submission.entry === undefined || !serviceType) continue
    const mayAssign = assigner(actor, submission.organisation, knowledge)
    const kept = keptFields({ serviceType, thesaurus: knowledge.thesaurus, mayAssign })
    if (kept.length === 0 && originals(serviceType).length === 0) continue
    const entry = await ports.entries.get(submission.entry)
    const revision = entry && (await ports.entries.revision(entry.workingRevision))
    if (revision) found.set(submission, revision.values)
  }
  return found
}

/**
 * Values as the switches of the vocabularies let them be: terms that others choose are neither asked of this person nor taken from
 * them, what stood there stays (`term-not-yours` for others); the rest as `vocabularyProblems` says.
 */
export function ruleTerms(
  reading: ReadValues,
  ruling: {
    readonly actor: Actor
    readonly organisation: string
    readonly serviceType: ServiceType
    readonly knowledge: Knowledge
    /** Values that stood; undefined for a new entry. */
    readonly stood: Values | undefined
  },
): ReadValues {
  const { actor, organisation, serviceType, knowledge, stood = {} } = ruling
  const said = withOriginals(reading, serviceType, ruling.stood)
  const { thesaurus } = knowledge
  if (!hasRules(serviceType, thesaurus)) return said
  const { values, problems } = said
  const given = { serviceType, thesaurus, mayAssign: assigner(actor, organisation, knowledge) }
  const fields = keptFields(given)
  if (fields.length === 0) return withProblems({ values, problems }, vocabularyProblems({ ...given, values }))
  const names = fields.map(({ name }) => name)
  const foreign = fields.flatMap(({ name, vocabulary = 'themes' }): Problem[] => {
    const typed = values[name]
    const same = typed === undefined || JSON.stringify(typed) === JSON.stringify(stood[name])
    const params = { vocabulary: thesaurus.vocabulary(vocabulary)?.label.fr ?? vocabulary }
    return same ? [] : [{ code: 'term-not-yours', field: name, params }]
  })
  const own = Object.entries(values).filter(([name]) => !names.includes(name))
  const kept = Object.entries(stood).filter(([name]) => names.includes(name))
  const whole = byName([...own, ...kept])
  const others = problems.filter(({ field = '' }) => !names.includes(field))
  return withProblems({ values: whole, problems: others }, [
    ...foreign,
    ...vocabularyProblems({ ...given, values: whole }),
  ])
}

// An original that is not sent again stays: forms do not carry it.
function withOriginals(reading: ReadValues, serviceType: ServiceType, stood: Values | undefined): ReadValues {
  if (stood === undefined) return reading
  const { values, problems } = reading
  const kept = originals(serviceType).flatMap(({ name }) => {
    const value = stood[name]
    return value === undefined || values[name] !== undefined ? [] : [[name, value] as const]
  })
  return kept.length === 0 ? { values, problems } : { values: byName([...Object.entries(values), ...kept]), problems }
}

const known = new WeakMap<ServiceType, readonly Field[]>()

function originals(serviceType: ServiceType): readonly Field[] {
  return known.getOrInsertComputed(serviceType, ({ fields }) => fields.filter(({ type }) => type === 'original'))
}

// What is stored goes by name, so that equal values have equal digests.
function byName(entries: readonly (readonly [string, StoredValue])[]): Values {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function withProblems({ values, problems }: ReadValues, more: readonly Problem[]): ReadValues {
  return more.length === 0 ? { values, problems } : { values, problems: [...problems, ...more] }
}

function assigner(actor: Actor, organisation: string, knowledge: Knowledge) {
  return (role: Role) => may(actor, { action: 'assign-term', organisation, role }, knowledge).yes
}
