import type { Composing, Sound } from './arriving.ts'
import { pairOf } from './clusters.ts'
import { correct } from './correct.ts'
import { lastingOf } from './lasting-keys.ts'
import { datesOf } from './lifetime.ts'
import { personOf } from './model/actor.ts'
import type { Entry } from './model/entry.ts'
import { noteSeen, obstacle } from './obstacle.ts'
import type { Changes } from './ports.ts'
import { advance, answer, type Composed, GONE, revise, revisionOf } from './revise.ts'
import { languageOf } from './terms.ts'

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
  const { submission, identity, values } = sound
  if (!existing || (submission.entry === undefined && submission.duplicateSeen)) return create(sound, composing)
  if (submission.entry === undefined) return correct(sound, existing, composing)
  if (existing.contentHash === identity.contentHash && !moves(existing, sound))
    return answer(sound, { outcome: 'same', existing })
  return revise({ sound, existing, composing }, { values, known: keptIdentity(sound, existing, composing) })
}

// What came by a batch is known by what its source says, whatever we call it here.
function keptIdentity({ identity }: Sound, existing: Entry, { pasts }: Composing) {
  return pasts.get(existing.id)?.last === undefined ? identity : existing
}

// Proposing again what is a draft, was sent back, or is no longer live is a change all the same: it takes to the road.
function moves(existing: Entry, { submission }: Sound): boolean {
  if (submission.intent !== 'propose') return false
  if (existing.review === 'accepted') return existing.liveRevision === null
  return existing.review !== 'submitted' && existing.review !== 'proofread'
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
  const duplicates = alike.map((one) => ({ ...pairOf(id, one.id), score: 1 }))
  const { entry: placed, changes } = advance(entry, { sound, values, composing })
  const shown = composing.rehearse ? { shown: { before: {}, after: values } } : {}
  return {
    arrival: { outcome: 'new', line: submission.line, entry: id, problems: [], ...shown },
    changes: {
      ...changes,
      inserted: [placed],
      revisions: [revisionOf(placed, { number: 1, values, composing })],
      duplicates,
      ...toldApart(placed, sound, composing),
    },
  }
}

// Who saw what is there already and wants another has said that they are two.
function toldApart(entry: Entry, sound: Sound, composing: Composing): Partial<Changes> {
  if (!sound.submission.duplicateSeen) return {}
  const alike = composing.alike.get(sound.identity.fingerprint) ?? []
  const own = alike.filter(({ organisation, id }) => organisation === entry.organisation && id !== entry.id)
  const seen = new Map([...own, composing.recognised.get(sound) ?? []].flat().map((one) => [one.id, one]))
  const said = { score: 1, verdict: 'different', person: personOf(composing.actor) } as const
  return {
    verdicts: [...seen.values()].map((other) => ({
      ...pairOf(entry.id, other.id),
      ...said,
      lasting: lastingOf([entry, other]),
    })),
  }
}

// Of the same body, what its writer saw is no question any more, nor what one source numbers apart.
function isLikely(other: Entry, { submission, identity }: Sound): boolean {
  if (GONE.has(other.state)) return false
  if (other.organisation !== submission.organisation) return true
  const apart = other.externalId !== null && identity.externalId !== null
  return !submission.duplicateSeen && !(apart && other.source === (submission.source ?? null))
}
