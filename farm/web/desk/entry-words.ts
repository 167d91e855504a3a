import type { Entry, EntryState, ReviewState } from '../../../pipeline/model/entry.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { BadgeInfo, Tone } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'

/** State of an entry in the words of the house, and that of its correction when one is on its way. */
export function stateBadges({ words }: Visit, entry: Entry): BadgeInfo[] {
  const state = { label: words(`desk.state.${entry.state}`), tone: STATE_TONES[entry.state] }
  const corrected = entry.liveRevision !== null && entry.review !== 'accepted'
  return corrected
    ? [state, { label: words(`desk.correction.${entry.review}`), tone: REVIEW_TONES[entry.review] }]
    : [state]
}

const STATE_TONES: Readonly<Record<EntryState, Tone | undefined>> = {
  draft: undefined,
  submitted: 'wait',
  proofread: 'wait',
  'changes-requested': 'wait',
  refused: 'stop',
  scheduled: 'info',
  published: 'good',
  withdrawn: 'stop',
  expired: undefined,
  trashed: undefined,
}

const REVIEW_TONES: Readonly<Record<ReviewState, Tone | undefined>> = {
  draft: undefined,
  submitted: 'wait',
  proofread: 'wait',
  'changes-requested': 'wait',
  refused: 'stop',
  accepted: 'good',
}

/** Name and icon of an entry's kind. */
export function kindOf(
  { memory, language }: Visit,
  entry: Pick<Entry, 'serviceType'>,
): { label: string; icon: string } {
  const serviceType = memory.serviceType(entry.serviceType)
  if (!serviceType) return { label: entry.serviceType, icon: 'file' }
  return { label: inLanguage(serviceType.label, language), icon: serviceType.presentation.icon }
}

/** Short name of an organisation. */
export function organisationName({ memory }: Visit, id: string): string {
  return memory.organisations.get(id)?.shortName ?? id
}

/** How long something has waited, short: `4 j`, `3 h`, `12 min`. */
export function shortAge({ words, farm }: Visit, since: number | null): string {
  const minutes = Math.max(0, Math.floor((farm.now() - (since ?? farm.now())) / 60_000))
  if (minutes < 60) return words('desk.age.minutes', { n: minutes })
  if (minutes < 60 * 24) return words('desk.age.hours', { n: Math.floor(minutes / 60) })
  return words('desk.age.days', { n: Math.floor(minutes / (60 * 24)) })
}

const LATE = 3 * 86_400_000

/** Whether something has waited too long: three days. */
export function isLate({ farm }: Visit, since: number | null): boolean {
  return since !== null && farm.now() - since > LATE
}
