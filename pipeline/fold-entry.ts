import { eventOf } from './changes.ts'
import { datesOf } from './lifetime.ts'
import type { Actor } from './model/actor.ts'
import type { Delivery } from './model/delivery.ts'
import { ENTRY_STATES, type Entry, type ReviewState, type Revision } from './model/entry.ts'
import type { ServiceType } from './model/service-type.ts'
import type { Changes, FarmEvent, Knowledge } from './ports.ts'
import { publish } from './publish.ts'
import { GONE } from './revise.ts'
import { languageOf } from './terms.ts'
import { retire } from './withdraw.ts'

/** States of an entry that may be told to be the same as another: what is private to its author, put aside or over is nobody's double. */
export const MAY_BE_DOUBLE = ['submitted', 'proofread', 'changes-requested', 'scheduled', 'published'] as const

/** Who folds or unfolds, when. */
export interface Folding {
  readonly actor: Actor
  readonly now: number
  /** Two free numbers. */
  readonly ids: readonly number[]
  /** Deliveries as they stand. */
  readonly current: readonly Delivery[]
}

/** Takes an entry back everywhere because another one says the same and is kept: what it was until then stands in its event. */
export function foldEntry(entry: Entry, into: number, folding: Folding): Partial<Changes> {
  const taking = { state: 'withdrawn', actor: folding.actor, reason: '', into } as const
  return retire(entry, taking, folding).changes
}

/** An entry to unfold, and what tells how it stood before. */
export interface Folded {
  readonly entry: Entry
  readonly serviceType: ServiceType
  /** What happened to it, oldest first. */
  readonly events: readonly FarmEvent[]
  /** Its working revision, and the one that showed when it was folded. */
  readonly revisions: readonly Revision[]
}

/** The event by which an entry was folded, where that is the last word on it. */
export function foldingOf({ entry, events }: Pick<Folded, 'entry' | 'events'>): FarmEvent | undefined {
  const last = events.findLast(({ kind }) => TAKING.has(kind))
  return entry.state === 'withdrawn' && last?.data.taken === 'folded' ? last : undefined
}

/**
 * Gives back what was folded: what showed shows again, as its source says it by now unless something waited for review; what waited
 * waits again. Null where something else took it back since.
 */
export function unfoldEntry(
  folded: Folded,
  folding: Folding & { readonly knowledge: Knowledge },
): Partial<Changes> | null {
  const { entry, revisions } = folded
  const fold = foldingOf(folded)
  if (!fold) return null
  const was = { review: reviewBefore(fold), live: fold.data.live }
  const working = revisions.find(({ id }) => id === entry.workingRevision)
  const shown = was.review === 'accepted' ? working : revisions.find(({ id }) => id === was.live)
  if (typeof was.live === 'number' && shown) return showAgain(folded, { shown, review: was.review }, folding)
  return waitAgain(folded, fold, folding)
}

const TAKING: ReadonlySet<FarmEvent['kind']> = new Set(['withdrawn', 'trashed', 'recalled', 'refused', 'expired'])

function reviewBefore({ data }: FarmEvent): ReviewState {
  return REVIEWS.find((review) => review === data.review) ?? 'submitted'
}

const REVIEWS: readonly ReviewState[] = ['submitted', 'proofread', 'changes-requested', 'accepted']

interface Showing {
  readonly shown: Revision
  readonly review: ReviewState
}

function showAgain(
  { entry, serviceType }: Folded,
  { shown, review }: Showing,
  { actor, now, ids, current, knowledge }: Folding & { readonly knowledge: Knowledge },
): Partial<Changes> {
  const [id = 0, event = 0] = ids
  const asked: Entry = { ...entry, workingRevision: shown.id, version: entry.version + 1 }
  const { entry: live, changes } = publish({
    ...{ entry: asked, values: shown.values, serviceType, current, knowledge, actor, now, event },
    ...(entry.publishedAt === null ? {} : { since: entry.publishedAt }),
  })
  // What waited beside it goes on waiting.
  const standing = {
    ...live,
    workingRevision: entry.workingRevision,
    review: GONE.has(live.state) ? live.review : review,
  }
  return {
    ...changes,
    updated: [{ entry: standing, expected: entry.version }],
    events: [unfolded(entry, { actor, now, id }), ...(changes.events ?? [])],
  }
}

function waitAgain(
  { entry, serviceType, revisions }: Folded,
  fold: FarmEvent,
  { actor, now, ids }: Folding,
): Partial<Changes> {
  const [id = 0] = ids
  const { values = {} } = revisions.find((one) => one.id === entry.workingRevision) ?? {}
  const state = ENTRY_STATES.find((one) => one === fold.data.state) ?? 'submitted'
  const waiting: Entry = {
    ...entry,
    ...datesOf(serviceType, values, entry.publishedAt ?? now),
    state,
    review: reviewBefore(fold),
    title: String(values.title ?? entry.title),
    language: languageOf(values),
    version: entry.version + 1,
    updatedAt: now,
  }
  return { updated: [{ entry: waiting, expected: entry.version }], events: [unfolded(entry, { actor, now, id })] }
}

function unfolded({ id: entry, workingRevision: revision }: Entry, about: { actor: Actor; now: number; id: number }) {
  return eventOf('reverted', {
    id: about.id,
    at: about.now,
    actor: about.actor,
    entry,
    data: { revision, unfolded: true },
  })
}
