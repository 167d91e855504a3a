import type { Composing, Sound } from './arriving.ts'
import { eventOf } from './changes.ts'
import type { Identity } from './identity.ts'
import { identityOf } from './identity.ts'
import { datesOf } from './lifetime.ts'
import { personOf } from './model/actor.ts'
import type { Entry, EntryState, ReviewState, Revision, Values } from './model/entry.ts'
import { may } from './model/may.ts'
import type { Problem } from './model/problem.ts'
import type { Arrival } from './model/submission.ts'
import { fourEyes, goesLiveAtOnce, workflowOf } from './moderation/policy.ts'
import type { Changes } from './ports.ts'
import { publish } from './publish.ts'
import { languageOf } from './terms.ts'

/** What one arrival becomes: the answer to its sender, and what is to be written. */
export interface Composed {
  readonly arrival: Arrival
  readonly changes: Partial<Changes>
}

/** An arrival about an entry that is there. */
export interface Revising {
  readonly sound: Sound
  readonly existing: Entry
  readonly composing: Composing
}

/** The revision it becomes. */
export interface Wanted {
  readonly values: Values
  /** What the entry is recognised by from now on. */
  readonly known: Pick<Identity, 'fingerprint' | 'canonicalUrl'>
  /** What its source said, where other values stand. */
  readonly said?: Values
  readonly problems?: readonly Problem[]
  /** It had been taken back by a batch, and is there again; `live` at once, where nothing of it changed meanwhile. */
  readonly back?: 'live' | 'proposed'
}

/** States of what was taken back here, and stays so whatever its source repeats. */
export const GONE: ReadonlySet<EntryState> = new Set(['withdrawn', 'trashed', 'refused'])

/** Makes a new working revision of an entry and sends it on its road. */
export function revise({ sound, existing, composing }: Revising, wanted: Wanted): Composed {
  const { submission, serviceType } = sound
  const { values, known, said, problems = [], back } = wanted
  const [, revision = 0] = composing.ids
  const live = existing.liveRevision !== null
  const entry: Entry = {
    ...existing,
    contentHash: identityOf(serviceType, values, submission.externalId).contentHash,
    fingerprint: known.fingerprint,
    canonicalUrl: known.canonicalUrl,
    title: live ? existing.title : String(values.title ?? ''),
    language: live ? existing.language : languageOf(values),
    workingRevision: revision,
    version: existing.version + 1,
    updatedAt: composing.now,
    ...(live ? {} : datesOf(serviceType, values, existing.publishedAt ?? composing.now)),
  }
  const { entry: placed, changes } = advance(entry, { sound, values, composing, back })
  const number = (composing.numbers.get(existing.id) ?? 0) + 1
  const stood = composing.pasts.get(existing.id)?.stands ?? {}
  const shown = composing.rehearse ? { shown: { before: back ? {} : stood, after: values } } : {}
  return {
    arrival: {
      outcome: back ? 'new' : 'changed',
      line: submission.line,
      entry: existing.id,
      problems,
      ...shown,
    },
    changes: {
      ...changes,
      updated: [{ entry: placed, expected: existing.version }],
      revisions: [revisionOf(placed, { number, values, composing, said })],
    },
  }
}

/** Makes a new revision of an entry folded into another, and sends it nowhere. */
export function reviseFolded({ sound, existing, composing }: Revising, { values, known, said }: Wanted): Composed {
  const { submission, serviceType } = sound
  const [, revision = 0, id = 0] = composing.ids
  const { now: at, actor, batch = null } = composing
  const entry: Entry = {
    ...existing,
    contentHash: identityOf(serviceType, values, submission.externalId).contentHash,
    fingerprint: known.fingerprint,
    canonicalUrl: known.canonicalUrl,
    title: String(values.title ?? ''),
    language: languageOf(values),
    workingRevision: revision,
    version: existing.version + 1,
    updatedAt: at,
  }
  const number = (composing.numbers.get(existing.id) ?? 0) + 1
  const before = composing.pasts.get(existing.id)?.stands ?? {}
  const shown = composing.rehearse ? { shown: { before, after: values } } : {}
  return {
    arrival: { outcome: 'changed', line: submission.line, entry: existing.id, problems: [], ...shown },
    changes: {
      updated: [{ entry, expected: existing.version }],
      revisions: [revisionOf(entry, { number, values, composing, said })],
      events: [eventOf('corrected', { id, at, actor, entry: existing.id, batch, data: { revision, folded: true } })],
    },
  }
}

/** The answer to an arrival that writes nothing. */
export function answer(
  { submission }: Sound,
  about: { outcome: Arrival['outcome']; existing?: Entry | undefined; problems?: readonly Problem[] },
): Composed {
  const { outcome, existing, problems = [] } = about
  return { arrival: { outcome, line: submission.line, entry: existing?.id, problems }, changes: {} }
}

/** The working revision of an entry, as the actor writes it. */
export function revisionOf(
  entry: Entry,
  made: { number: number; values: Values; composing: Composing; said?: Values | undefined },
): Revision {
  const { number, values, composing, said = null } = made
  return {
    id: entry.workingRevision,
    entry: entry.id,
    number,
    author: personOf(composing.actor),
    createdAt: composing.now,
    values,
    batch: composing.batch ?? null,
    said,
  }
}

/** A working revision about to take its road. */
export interface Advancing {
  readonly sound: Sound
  readonly values: Values
  readonly composing: Composing
  readonly back?: Wanted['back']
}

/** Sends the new working revision on its road: kept as a draft, queued, or live at once. */
export function advance(entry: Entry, advancing: Advancing): { entry: Entry; changes: Partial<Changes> } {
  const { sound, values, composing, back } = advancing
  const { submission, serviceType } = sound
  const { knowledge, now, actor, batch = null } = composing
  const [, , first = 0, second = 0] = composing.ids
  const about = { id: first, at: now, actor, entry: entry.id, batch }
  if (submission.intent === 'draft')
    return { entry: waiting(entry, 'draft'), changes: { events: [eventOf('drafted', about)] } }
  const proposed = eventOf(entry.version === 1 ? 'proposed' : 'corrected', {
    ...about,
    data: { revision: entry.workingRevision, ...(back ? { back: true } : {}) },
  })
  if (back !== 'live' && !liveAtOnce(entry, sound, composing))
    return { entry: waiting(entry, 'submitted', now), changes: { events: [proposed] } }
  const asked: Entry = { ...entry, submittedAt: now }
  const current = composing.deliveries.get(entry.id) ?? []
  const publication = { values, serviceType, current, knowledge, actor, now, event: second, batch }
  const published = publish({ ...publication, entry: asked })
  return {
    entry: published.entry,
    changes: { ...published.changes, events: [proposed, ...(published.changes.events ?? [])] },
  }
}

function waiting(
  entry: Entry,
  review: Extract<ReviewState, 'draft' | 'submitted'>,
  submittedAt = entry.submittedAt,
): Entry {
  return { ...entry, review, submittedAt, state: entry.liveRevision === null ? review : entry.state }
}

function liveAtOnce(entry: Entry, { serviceType }: Sound, { knowledge, actor }: Composing): boolean {
  const policy = knowledge.organisations.get(entry.organisation)?.policy ?? {}
  const moderates = may(actor, { action: 'moderate', entry }, knowledge).yes
  // What was taken back does not come back by its author's word alone.
  if (goesLiveAtOnce(workflowOf(serviceType, policy))) return moderates || entry.state !== 'withdrawn'
  if (!moderates || actor.kind !== 'person') return false
  return !fourEyes(policy) || (policy.trusted_corrections === true && entry.liveRevision !== null)
}
