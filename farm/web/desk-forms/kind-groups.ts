import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { type ServiceType, WORKFLOWS } from '../../../pipeline/model/service-type.ts'
import type { Visit } from '../visit.ts'

/** Kinds of entries that belong together, in the order they are offered. */
export interface KindGroup {
  /** Word key after `form.kinds.`. */
  readonly name: string
  readonly kinds: readonly ServiceType[]
}

const GROUPS = ['happening', 'work', 'reference', 'other', 'private'] as const

/** The kinds of the farm grouped by how they show themselves, private ones last; empty groups are left out. */
export function kindGroups(visit: Pick<Visit, 'memory' | 'language'>): readonly KindGroup[] {
  const grouped = Map.groupBy(kindsByName(visit, 'label'), groupOf)
  return GROUPS.flatMap((group) => {
    const found = grouped.get(group) ?? []
    return found.length > 0 ? [{ name: group, kinds: found }] : []
  })
}

function groupOf({ visibility, presentation }: ServiceType): (typeof GROUPS)[number] {
  if (visibility === 'private') return 'private'
  return BY_ROW[presentation.row] ?? 'other'
}

const BY_ROW: Readonly<Partial<Record<ServiceType['presentation']['row'], (typeof GROUPS)[number]>>> = {
  event: 'happening',
  press: 'happening',
  job: 'work',
  training: 'work',
  directory: 'reference',
  document: 'reference',
  question: 'reference',
}

/** All kinds of the farm in the order of their names, singular (`label`) or plural. */
export function kindsByName(
  { memory, language }: Pick<Visit, 'memory' | 'language'>,
  form: 'label' | 'plural',
): readonly ServiceType[] {
  const name = (kind: ServiceType) => inLanguage(kind[form], language)
  return [...memory.declarations.serviceTypes.values()].sort((a, b) => name(a).localeCompare(name(b), language))
}

/** Word key saying how much review a kind goes through, after `form.workflow.`. */
export function workflowWord(workflow: ServiceType['workflow']): string {
  return `form.workflow.${WORKFLOWS.find((one) => one === workflow) ?? 'a-priori'}`
}
