import type { Delivery } from '../../../pipeline/model/delivery.ts'
import type { Visit } from '../visit.ts'
import { isTouchAct, TOUCH_ACTS, type TouchAct } from './touch-post.ts'

/** What one click takes back: the act that does it, and what goes with it. */
export interface TouchUndo {
  readonly act: TouchAct
  /** Hidden fields of its form. */
  readonly fields: Readonly<Record<string, string>>
}

/** What takes back what was just done to an entry of a section; undefined where nothing is left to take back. */
export function undoOf(
  { words }: Pick<Visit, 'words'>,
  { said, delivery, was }: { readonly said: string; readonly delivery: Delivery; readonly was: string | null },
): TouchUndo | undefined {
  if (!isTouchAct(said)) return undefined
  const held = delivery.touch?.hold === 'reintroduced'
  // What the section asks for anyway cannot be let go, only kept out again.
  const act = said === 'bring' && !held ? 'exclude' : TOUCH_ACTS[said]
  if (act === 'bring' && delivery.state === 'live') return undefined
  if (act === 'exclude') return { act, fields: { reason: words('touch.undo.reason') } }
  return { act, fields: act === 'pin' && was !== null ? { at: was } : {} }
}
