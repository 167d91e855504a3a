import type { EntryState } from '../../../pipeline/model/entry.ts'
import type { Tone } from '../components/shapes.ts'

/** The meaning a state has beside its word; none for what simply ended. */
export function stateTone(state: EntryState): Tone | undefined {
  return TONES[state]
}

const TONES: Readonly<Partial<Record<EntryState, Tone>>> = {
  submitted: 'wait',
  proofread: 'wait',
  'changes-requested': 'stop',
  refused: 'stop',
  scheduled: 'info',
  published: 'good',
}
