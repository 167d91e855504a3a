import { fail, type Result } from '../../pipeline/model/problem.ts'
import type { Touch } from '../../pipeline/model/touch.ts'
import { pinnedOf } from '../storage/deliveries/touch-store.ts'
import type { SiteRoom } from './site-room.ts'
import { type OpenedPlace, openPlace, type Place, type SiteWord, writeWord } from './touched.ts'

/** Most entries a section pins: all of them come before its first page. */
export const MOST_PINS = 12

/**
 * Puts an entry before all others of a section, or at a place among the pinned, 1 first. Problems: those of opening it, `not-shown-here`, `too-many-pins`;
 * done twice it is done once.
 */
export function pinEntry(
  room: SiteRoom,
  { at = 1, ...place }: Place & { readonly at?: number },
): Promise<Result<void>> {
  return reorder(room, place, 'pinned', (pins, touch) => {
    const others = pins.filter((one) => one.entry !== touch.entry)
    return others.length < MOST_PINS ? others.toSpliced(Math.max(0, at - 1), 0, touch) : null
  })
}

/** Lets a pinned entry stand again where its day puts it. */
export function unpinEntry(room: SiteRoom, place: Place): Promise<Result<void>> {
  return reorder(room, place, 'unpinned', (pins, touch) => pins.filter((one) => one.entry !== touch.entry))
}

/** Moves a pinned entry one place up or down among the pinned; at either end it stays. */
export function movePin(room: SiteRoom, place: Place & { readonly by: 'up' | 'down' }): Promise<Result<void>> {
  return reorder(room, place, 'pinned', (pins, touch) => {
    const from = pins.findIndex((one) => one.entry === touch.entry)
    const to = Math.max(0, Math.min(pins.length - 1, from + (place.by === 'up' ? -1 : 1)))
    return from < 0 ? pins : pins.toSpliced(from, 1).toSpliced(to, 0, touch)
  })
}

type Arranging = (pins: readonly Touch[], touch: Touch) => readonly Touch[] | null

async function reorder(
  room: SiteRoom,
  place: Place,
  kind: Extract<SiteWord['kind'], 'pinned' | 'unpinned'>,
  arrange: Arranging,
): Promise<Result<void>> {
  const opened = await openPlace(room, place)
  if (!opened.ok) return opened
  const { delivery, touch, subscribed } = opened.value
  if (delivery?.state !== 'live') return fail({ code: 'not-shown-here' })
  const { site, subscription } = { site: subscribed.site.id, subscription: subscribed.subscription.id }
  const before = await pinnedOf(room.storage, { site, subscription })
  const after = arrange(before, touch)
  if (after === null) return fail({ code: 'too-many-pins', params: { max: MOST_PINS } })
  const touches = moved(opened.value, before, after)
  const pin = after.findIndex((one) => one.entry === touch.entry) + 1
  if (touches.length === 0) return { ok: true, value: undefined }
  return writeWord(room, opened.value, { kind, touches, data: pin > 0 ? { pin } : {} })
}

function moved({ touch }: OpenedPlace, before: readonly Touch[], after: readonly Touch[]): readonly Touch[] {
  const placed = after.map((one, i) => ({ ...one, pin: i + 1 }))
  const gone = after.some((one) => one.entry === touch.entry) ? [] : [{ ...touch, pin: null }]
  const was = new Map(before.map((one) => [one.entry, one.pin]))
  return [...placed, ...gone].filter((one) => (was.get(one.entry) ?? null) !== one.pin)
}
