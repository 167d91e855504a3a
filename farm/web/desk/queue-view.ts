import { dutiesOf } from '../../organisations/duties.ts'
import { type DeskEntry, deskEntries } from '../../storage/entries/desk-store.ts'
import type { Waiting } from '../../storage/entries/review-queue.ts'
import { waitingGroups } from '../../storage/entries/review-queue.ts'
import type { Option } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'
import { kindOf, organisationName } from './entry-words.ts'

/** Steps of review, as addresses write them. */
export type Step = Waiting['step']

/** The queue of one person at one step, with its filters. */
export interface QueueView {
  readonly step: Step
  /** Steps this person takes part in, with what waits at each. */
  readonly steps: readonly { readonly step: Step; readonly total: number }[]
  readonly rows: readonly DeskEntry[]
  /** How many wait with these filters. */
  readonly total: number
  readonly kinds: readonly Option[]
  readonly organisations: readonly Option[]
  readonly filtered: boolean
  /** Where the rows after these begin, as `after` of the address; null on the last page. */
  readonly next: string | null
}

const QUEUE_LENGTH = 50

const STEPS: readonly Step[] = ['proof-read', 'moderate']

/** Reads the queue the address asks for; null for someone who reviews nothing. */
export async function readQueue(visit: Visit, search: URLSearchParams): Promise<QueueView | null> {
  const { actor, memory, farm } = visit
  const duties = STEPS.map((step) => dutiesOf(actor, step, memory)).filter((one) => one.organisations.length > 0)
  const groups = await Promise.all(duties.map((one) => waitingGroups(farm.storage, one)))
  const asked = duties.findIndex((one) => one.step === search.get('step'))
  const fullest = groups.findLastIndex((group) => group.length > 0)
  const at = asked >= 0 ? asked : Math.max(0, fullest)
  const [waiting, group] = [duties[at], groups[at]]
  if (!waiting || !group) return null
  const serviceType = search.get('kind') || undefined
  const organisation = search.get('organisation') || undefined
  const request = { organisations: waiting.organisations, waiting, serviceType, organisation, after: cursorOf(search) }
  const matching = group.filter(
    (one) => (!serviceType || one.serviceType === serviceType) && (!organisation || one.organisation === organisation),
  )
  const found = await deskEntries(farm.storage, { ...request, order: 'waiting', limit: QUEUE_LENGTH + 1 })
  const last = found.length > QUEUE_LENGTH ? found[QUEUE_LENGTH - 1]?.entry : undefined
  return {
    step: waiting.step,
    steps: duties.map((one, i) => ({ step: one.step, total: sum(groups[i] ?? []) })),
    rows: found.slice(0, QUEUE_LENGTH),
    next: last ? `${last.submittedAt ?? 0}-${last.id}` : null,
    total: sum(matching),
    kinds: optionsOf(group, 'serviceType', {
      chosen: serviceType,
      label: (id) => kindOf(visit, { serviceType: id }).label,
    }),
    organisations: optionsOf(group, 'organisation', {
      chosen: organisation,
      label: (id) => organisationName(visit, id),
    }),
    filtered: serviceType !== undefined || organisation !== undefined,
  }
}

function cursorOf(search: URLSearchParams): { readonly at: number; readonly entry: number } | undefined {
  const [, at, entry] = /^(\d{1,16})-(\d{1,15})$/.exec(search.get('after') ?? '') ?? []
  return at && entry ? { at: Number(at), entry: Number(entry) } : undefined
}

/** Address of the queue with some of its parameters changed; `null` drops one. */
export function queueHref(
  visit: Visit,
  search: URLSearchParams,
  changes: Readonly<Record<string, string | number | null>>,
): string {
  const kept = new URLSearchParams()
  for (const name of ['step', 'kind', 'organisation', 'after', 'entry', 'view']) {
    const value = name in changes ? changes[name] : search.get(name)
    if (value !== null && value !== undefined && value !== '') kept.set(name, String(value))
  }
  for (const [name, value] of Object.entries(changes))
    if (value !== null && !kept.has(name)) kept.set(name, String(value))
  return visit.href(`/queue${kept.size > 0 ? `?${kept}` : ''}`)
}

type Groups = Awaited<ReturnType<typeof waitingGroups>>

function sum(groups: Groups): number {
  return groups.reduce((total, one) => total + one.total, 0)
}

function optionsOf(
  groups: Groups,
  by: 'serviceType' | 'organisation',
  { chosen, label }: { chosen: string | undefined; label: (id: string) => string },
): Option[] {
  const totals = Map.groupBy(groups, (one) => one[by])
  return [...totals]
    .map(([value, group]) => ({ value, label: `${label(value)} (${sum(group)})`, selected: value === chosen }))
    .sort((a, b) => a.label.localeCompare(b.label, 'fr'))
}
