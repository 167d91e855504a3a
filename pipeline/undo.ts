import { eventOf } from './changes.ts'
import { identityOf } from './identity.ts'
import { datesOf } from './lifetime.ts'
import type { Actor } from './model/actor.ts'
import type { Delivery } from './model/delivery.ts'
import { type Entry, type ReviewState, type Revision, WAITING } from './model/entry.ts'
import type { Problem } from './model/problem.ts'
import type { ServiceType } from './model/service-type.ts'
import type { Changes, FarmEvent, Knowledge } from './ports.ts'
import { publish } from './publish.ts'
import { GONE } from './revise.ts'
import { languageOf } from './terms.ts'
import { retire } from './withdraw.ts'

/** One thing a batch did, and all that tells what undoing it means. */
export interface Deed {
  readonly batch: number
  /** As it stands now. */
  readonly entry: Entry
  readonly serviceType: ServiceType
  /** The revision it brought, or the event by which it took the entry back. */
  readonly did: { readonly revision: number } | { readonly withdrawn: FarmEvent }
  /** Revisions of the entry, those of batches undone since left out, oldest first. */
  readonly revisions: readonly Revision[]
  /** What happened to the entry, oldest first. */
  readonly events: readonly FarmEvent[]
  readonly current: readonly Delivery[]
}

/** Who undoes, when, and by which rules. */
export interface Undoing {
  readonly actor: Actor
  readonly now: number
  readonly knowledge: Knowledge
  /** Three free numbers. */
  readonly ids: readonly number[]
}

/** What undoing writes; or why it leaves the entry as it is. Neither where nothing of it stands any more. */
export type Undone = { readonly changes: Partial<Changes> } | { readonly kept: Problem } | null

/**
 * Undoes one deed of a batch: what it brought is withdrawn, or binned where it never showed; what it corrected stands again as before,
 * unless somebody changed it since; what it took back shows again.
 */
export function undo(deed: Deed, undoing: Undoing): Undone {
  if ('withdrawn' in deed.did) return showAgain(deed, deed.did.withdrawn, undoing)
  const { entry, revisions, events, batch } = deed
  const made = deed.did.revision
  const at = revisions.findIndex(({ id }) => id === made)
  const before = revisions[at - 1]
  const back = events.some((event) => event.batch === batch && event.data.back === true)
  const brought = before === undefined || back
  if (brought && GONE.has(entry.state)) return null
  if (entry.workingRevision !== made) return { kept: keptBecause('undo-edited-since', entry) }
  if (brought) return { changes: takeBackNew(deed, undoing) }
  const moved = entry.liveRevision === made ? republish(deed, before, undoing) : stepBack(deed, before, undoing)
  return { changes: moved }
}

function keptBecause(code: 'undo-edited-since' | 'undo-moved-since', { title }: Entry): Problem {
  return { code, params: { title: title.slice(0, 200) } }
}

function takeBackNew({ batch, entry, current }: Deed, { actor, now, ids }: Undoing): Partial<Changes> {
  const shown = entry.liveRevision !== null || entry.state === 'expired'
  const state = shown ? 'withdrawn' : 'trashed'
  const taking = { state, actor, reason: '', batch: { id: batch, how: 'undone' } } as const
  return retire(entry, taking, { now, ids, current }).changes
}

// What showed before shows again: not a later proposal that nobody has accepted.
function republish(deed: Deed, before: Revision, undoing: Undoing): Partial<Changes> {
  const { entry, events, revisions } = deed
  const shown = events.findLast(
    ({ kind, data }) => (kind === 'published' || kind === 'scheduled') && data.revision !== entry.workingRevision,
  )
  const target = revisions.find(({ id }) => id === shown?.data.revision) ?? before
  return liveAgain(deed, { target, entry: { ...entry, version: entry.version + 1 } }, undoing)
}

interface Showing {
  readonly target: Revision
  /** The entry with its next version. */
  readonly entry: Entry
}

function liveAgain(deed: Deed, { target, entry }: Showing, undoing: Undoing): Partial<Changes> {
  const { serviceType, current, batch } = deed
  const { actor, now, knowledge, ids } = undoing
  const [first = 0, second = 0] = ids
  const { values } = target
  const asked = { ...entry, ...identityFor(deed, target), workingRevision: target.id }
  const publication = { entry: asked, values, serviceType, current, knowledge, actor, now, event: second, batch }
  const { entry: live, changes } = publish(publication)
  return {
    ...changes,
    updated: [{ entry: live, expected: deed.entry.version }],
    events: [reverted(deed, target, { ...undoing, id: first }), ...(changes.events ?? [])],
  }
}

function stepBack(deed: Deed, target: Revision, undoing: Undoing): Partial<Changes> {
  const { entry, serviceType } = deed
  const { values } = target
  const [id = 0] = undoing.ids
  const rests = GONE.has(entry.state) || entry.state === 'expired'
  const live = entry.liveRevision !== null
  const review = rests ? entry.review : target.id === entry.liveRevision ? 'accepted' : reviewBefore(deed)
  const moved: Entry = {
    ...entry,
    ...identityFor(deed, target),
    workingRevision: target.id,
    review,
    state: live || rests || review === 'accepted' ? entry.state : review,
    version: entry.version + 1,
    updatedAt: undoing.now,
    ...(live ? {} : { title: String(values.title ?? ''), language: languageOf(values) }),
    ...(live ? {} : datesOf(serviceType, values, entry.publishedAt ?? undoing.now)),
  }
  return {
    updated: [{ entry: moved, expected: entry.version }],
    events: [reverted(deed, target, { ...undoing, id })],
  }
}

function showAgain(deed: Deed, withdrawn: FarmEvent, undoing: Undoing): Undone {
  const { entry, revisions, events } = deed
  const last = events.findLast(({ kind }) => TAKING.has(kind))
  if (entry.liveRevision !== null) return null
  const stands = last?.id === withdrawn.id
  if (entry.state === 'trashed' && stands) return { changes: waitAgain(deed, withdrawn, undoing) }
  const target = revisions.find(({ id }) => id === withdrawn.data.live)
  if (entry.state !== 'withdrawn' || !stands || !target) return { kept: keptBecause('undo-moved-since', entry) }
  const changes = liveAgain(deed, { target, entry: { ...entry, version: entry.version + 1 } }, undoing)
  if (target.id === entry.workingRevision) return { changes }
  // A proposal was waiting beside it, and goes on waiting.
  const waiting = {
    workingRevision: entry.workingRevision,
    contentHash: entry.contentHash,
    review: 'submitted',
  } as const
  const updated = (changes.updated ?? []).map((one) => ({ ...one, entry: { ...one.entry, ...waiting } }))
  return { changes: { ...changes, updated } }
}

// What had left the queue for its source stands there again as it did.
function waitAgain(deed: Deed, { data }: FarmEvent, undoing: Undoing): Partial<Changes> {
  const { entry, revisions } = deed
  const [id = 0] = undoing.ids
  const target = revisions.find((one) => one.id === entry.workingRevision)
  const review = WAITING.find((one) => one === data.review) ?? 'submitted'
  const waiting: Entry = { ...entry, state: review, review, version: entry.version + 1, updatedAt: undoing.now }
  return {
    updated: [{ entry: waiting, expected: entry.version }],
    events: target ? [reverted(deed, target, { ...undoing, id })] : [],
  }
}

const TAKING: ReadonlySet<string> = new Set(['withdrawn', 'trashed', 'recalled', 'refused', 'expired'])

function identityFor({ serviceType, entry }: Deed, { values, said }: Revision) {
  const { contentHash } = identityOf(serviceType, values, entry.externalId ?? undefined)
  const { fingerprint, canonicalUrl } = identityOf(serviceType, said ?? values, entry.externalId ?? undefined)
  return { contentHash, fingerprint, canonicalUrl }
}

const REVIEWS: Readonly<Partial<Record<FarmEvent['kind'], ReviewState>>> = {
  drafted: 'draft',
  proposed: 'submitted',
  corrected: 'submitted',
  proofread: 'proofread',
  returned: 'changes-requested',
  refused: 'refused',
}

// Where the former working revision stood on its road when the batch came.
function reviewBefore({ batch, events }: Deed): ReviewState {
  const first = events.findIndex((event) => event.batch === batch)
  const before = events.slice(0, Math.max(0, first)).findLast(({ kind }) => REVIEWS[kind] !== undefined)
  return (before && REVIEWS[before.kind]) ?? 'submitted'
}

function reverted({ batch, entry }: Deed, target: Revision, { actor, now: at, id }: Undoing & { readonly id: number }) {
  return eventOf('reverted', { id, at, actor, entry: entry.id, batch, data: { revision: target.id } })
}
