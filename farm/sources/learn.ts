import type { HubOffer, Learnt, Shape } from '../storage/tables/learnt.ts'

/** What one pull showed. */
export interface Lesson {
  readonly now: number
  /** Something was new or changed. */
  readonly changed: boolean
  /** What it gave, where it gave all of it. */
  readonly shape?: Shape | undefined
  readonly asks: number | null
  /** Undefined where this pull said nothing of it. */
  readonly hub?: HubOffer | null | undefined
}

/** What is known of a source after one more pull: the last ones weigh most. */
export function learn(learnt: Learnt, { now, changed, shape, asks, hub = learnt.hub }: Lesson): Learnt {
  const { pulls, changes, changedAt, changeEvery } = learnt
  const told = { pulls: pulls + 1, asks, hub }
  const seen = shape === undefined ? learnt.shape : mixed(learnt.shape, shape)
  if (!changed) return { ...learnt, ...told, shape: seen }
  const gap = changedAt === null ? null : now - changedAt
  const every = gap === null ? changeEvery : Math.round(changeEvery === null ? gap : 0.7 * changeEvery + 0.3 * gap)
  return { ...learnt, ...told, shape: seen, changes: changes + 1, changedAt: now, changeEvery: every }
}

function mixed(before: Shape | null, now: Shape): Shape {
  if (before === null) return now
  // An empty reading says nothing of what its items are like.
  if (now.items === 0) return { ...before, items: Math.round(before.items / 2) }
  return { ...now, items: Math.round((before.items + now.items) / 2) }
}
