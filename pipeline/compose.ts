import type { Composing, Sound } from './arriving.ts'
import { eventOf } from './changes.ts'
import { datesOf } from './lifetime.ts'
import { personOf } from './model/actor.ts'
import type { Entry, ReviewState, Revision, Values } from './model/entry.ts'
import { may } from './model/may.ts'
import type { Problem } from './model/problem.ts'
import type { Arrival } from './model/submission.ts'
import { fourEyes, goesLiveAtOnce, workflowOf } from './moderation/policy.ts'
import { noteSeen, obstacle } from './obstacle.ts'
import type { Changes } from './ports.ts'
import { publish } from './publish.ts'
import { languageOf } from './terms.ts'

interface Composed {
  readonly arrival: Arrival
  readonly changes: Partial<Changes>
}

/** Decides what one sound arrival becomes, without writing: a new entry, a revision, or nothing. */
export function compose(sound: Sound, composing: Composing): Composed {
  const { submission } = sound
  const existing =
    submission.entry === undefined ? composing.recognised.get(sound) : composing.opened.get(submission.entry)
  const problem = obstacle(sound, existing, composing)
  if (problem)
    return answer(sound, {
      outcome: problem.code.startsWith('duplicate') ? 'duplicate' : 'refused',
      existing,
      problems: [problem],
    })
  const composed = become(sound, existing, composing)
  noteSeen(sound, composed.arrival.entry, composing.seen)
  return composed
}

function become(sound: Sound, existing: Entry | undefined, composing: Composing): Composed {
  const { submission, identity } = sound
  if (!existing || (submission.entry === undefined && submission.duplicateSeen)) return create(sound, composing)
  if (existing.contentHash === identity.contentHash && !moves(existing, sound))
    return answer(sound, { outcome: 'same', existing })
  // What was withdrawn, refused or binned here stays so, whatever its source repeats.
  if (submission.entry === undefined && GONE.has(existing.state)) return answer(sound, { outcome: 'same', existing })
  return revise(sound, existing, composing)
}

const GONE = new Set(['withdrawn', 'trashed', 'refused'])

// Proposing again what is a draft, was sent back, or is no longer live is a change all the same: it takes to the road.
function moves(existing: Entry, { submission }: Sound): boolean {
  if (submission.entry === undefined || submission.intent !== 'propose') return false
  if (existing.review === 'accepted') return existing.liveRevision === null
  return existing.review !== 'submitted' && existing.review !== 'proofread'
}

function answer(
  { submission }: Sound,
  about: { outcome: Arrival['outcome']; existing?: Entry | undefined; problems?: readonly Problem[] },
): Composed {
  const { outcome, existing, problems = [] } = about
  return { arrival: { outcome, line: submission.line, entry: existing?.id, problems }, changes: {} }
}

function create(sound: Sound, composing: Composing): Composed {
  const { submission, serviceType, values, identity } = sound
  const [id = 0, revision = 0] = composing.ids
  const { now } = composing
  const entry: Entry = {
    id,
    serviceType: serviceType.id,
    organisation: submission.organisation,
    author: personOf(composing.actor),
    state: 'draft',
    review: 'draft',
    title: String(values.title ?? ''),
    language: languageOf(values),
    liveRevision: null,
    workingRevision: revision,
    version: 1,
    source: submission.source ?? null,
    ...identity,
    createdAt: now,
    updatedAt: now,
    submittedAt: null,
    publishedAt: null,
    ...datesOf(serviceType, values, now),
  }
  const alike = (composing.alike.get(identity.fingerprint) ?? []).filter((one) => isLikely(one, sound))
  const duplicates = alike.map((one) => ({ entry: id, other: one.id, score: 1 }))
  const { entry: placed, changes } = advance(entry, sound, composing)
  return {
    arrival: { outcome: 'new', line: submission.line, entry: id, problems: [] },
    changes: {
      ...changes,
      inserted: [placed],
      revisions: [revisionOf(placed, { number: 1, values, composing })],
      duplicates,
    },
  }
}

// Of the same body, what its writer saw is no question any more, nor what one source numbers apart.
function isLikely(other: Entry, { submission, identity }: Sound): boolean {
  if (GONE.has(other.state)) return false
  if (other.organisation !== submission.organisation) return true
  const apart = other.externalId !== null && identity.externalId !== null
  return !submission.duplicateSeen && !(apart && other.source === (submission.source ?? null))
}

function revise(sound: Sound, existing: Entry, composing: Composing): Composed {
  const { submission, serviceType, values, identity } = sound
  const [, revision = 0] = composing.ids
  const live = existing.liveRevision !== null
  const entry: Entry = {
    ...existing,
    contentHash: identity.contentHash,
    fingerprint: identity.fingerprint,
    canonicalUrl: identity.canonicalUrl,
    title: live ? existing.title : String(values.title ?? ''),
    language: live ? existing.language : languageOf(values),
    workingRevision: revision,
    version: existing.version + 1,
    updatedAt: composing.now,
    ...(live ? {} : datesOf(serviceType, values, existing.publishedAt ?? composing.now)),
  }
  const { entry: placed, changes } = advance(entry, sound, composing)
  const number = (composing.numbers.get(existing.id) ?? 0) + 1
  return {
    arrival: { outcome: 'changed', line: submission.line, entry: existing.id, problems: [] },
    changes: {
      ...changes,
      updated: [{ entry: placed, expected: existing.version }],
      revisions: [revisionOf(placed, { number, values, composing })],
    },
  }
}

function revisionOf(
  entry: Entry,
  { number, values, composing }: { number: number; values: Values; composing: Composing },
): Revision {
  return {
    id: entry.workingRevision,
    entry: entry.id,
    number,
    author: personOf(composing.actor),
    createdAt: composing.now,
    values,
  }
}

/** Sends the new working revision on its road: kept as a draft, queued, or live at once. */
function advance(entry: Entry, sound: Sound, composing: Composing): { entry: Entry; changes: Partial<Changes> } {
  const { submission, serviceType, values } = sound
  const { knowledge, now, actor, batch = null } = composing
  const [, , first = 0, second = 0] = composing.ids
  const about = { id: first, at: now, actor, entry: entry.id, batch }
  if (submission.intent === 'draft')
    return { entry: waiting(entry, 'draft'), changes: { events: [eventOf('drafted', about)] } }
  const proposed = eventOf(entry.version === 1 ? 'proposed' : 'corrected', {
    ...about,
    data: { revision: entry.workingRevision },
  })
  const asked: Entry = { ...entry, submittedAt: now }
  if (!liveAtOnce(entry, sound, composing))
    return { entry: waiting(asked, 'submitted'), changes: { events: [proposed] } }
  const current = composing.deliveries.get(entry.id) ?? []
  const published = publish({
    entry: asked,
    values,
    serviceType,
    current,
    knowledge,
    actor,
    now,
    event: second,
    batch,
  })
  return {
    entry: published.entry,
    changes: { ...published.changes, events: [proposed, ...(published.changes.events ?? [])] },
  }
}

function waiting(entry: Entry, review: Extract<ReviewState, 'draft' | 'submitted'>): Entry {
  return { ...entry, review, state: entry.liveRevision === null ? review : entry.state }
}

function liveAtOnce(entry: Entry, { serviceType }: Sound, { knowledge, actor }: Composing): boolean {
  const policy = knowledge.organisations.get(entry.organisation)?.policy ?? {}
  const moderates = may(actor, { action: 'moderate', entry }, knowledge).yes
  // What was taken back does not come back by its author's word alone.
  if (goesLiveAtOnce(workflowOf(serviceType, policy))) return moderates || entry.state !== 'withdrawn'
  if (!moderates || actor.kind !== 'person') return false
  return !fourEyes(policy) || (policy.trusted_corrections === true && entry.liveRevision !== null)
}
