import type { Problem } from '../../../pipeline/model/problem.ts'
import { momentText } from '../present/dates.ts'
import type { Visit } from '../visit.ts'
import { changesBetween, type FieldChange } from './changes.ts'
import { openItem } from './claims.ts'
import { type Dossier, openDossier } from './dossier.ts'

/** The reading pane of the queue: an entry's dossier, who else has it, and what this person may say of it. */
export interface QueuePane {
  readonly dossier: Dossier
  /** Someone else who has it open. */
  readonly takenBy: { readonly name: string; readonly since: string } | null
  /** Where approving leads: `proofread`, `accepted`; or the problem in the way. */
  readonly approval: { readonly to: string } | { readonly problem: Problem }
  /** Whether the person may say anything of it at all. */
  readonly mayDecide: boolean
  /** What changed since the person looked, when someone else moved first. */
  readonly since: readonly FieldChange[]
}

/** Opens one entry in the reading pane; an entry chosen by the person is theirs to look at, unless someone has it. */
export async function openPane(
  visit: Visit,
  opened: { readonly entry: number; readonly chosen: boolean; readonly seen?: number | undefined },
): Promise<QueuePane | 'forbidden' | 'unknown'> {
  const { farm, actor, language } = visit
  const dossier = await openDossier(visit, opened.entry)
  if (typeof dossier === 'string') return dossier
  const about = { entry: opened.entry, actor }
  const [approval, returning] = await Promise.all([
    farm.foresee({ ...about, word: 'approve', reason: '' }),
    farm.foresee({ ...about, word: 'return', reason: '-' }),
  ])
  const taken = opened.chosen && returning.ok ? await openItem(visit, { entry: opened.entry, takeOver: false }) : null
  return {
    dossier,
    takenBy: taken && { name: taken.name, since: momentText(taken.at, language) },
    approval: approval.ok ? { to: approval.value } : { problem: approval.problems[0] ?? { code: 'other' } },
    mayDecide: returning.ok,
    since: await changesSince(visit, dossier, opened.seen),
  }
}

async function changesSince(
  visit: Visit,
  { entry, serviceType, working }: Dossier,
  seen: number | undefined,
): Promise<readonly FieldChange[]> {
  if (seen === undefined || seen === working.id) return []
  const before = await visit.farm.ports.entries.revision(seen)
  if (!before || before.entry !== entry.id) return []
  return changesBetween(visit, { serviceType, before: before.values, after: working.values })
}
