import { eventOf, together } from './changes.ts'
import { type Actor, personOf } from './model/actor.ts'
import type { Entry, ReviewState, Revision } from './model/entry.ts'
import { may } from './model/may.ts'
import { fail, ok, type Result } from './model/problem.ts'
import type { ServiceType, Workflow } from './model/service-type.ts'
import { workflowOf } from './moderation/policy.ts'
import { judge, type Word } from './moderation/verdict.ts'
import type { Changes, Decision, FarmEvent, Knowledge, Ports } from './ports.ts'
import { publish } from './publish.ts'

/** A person's word on one entry. */
export interface Deciding {
  readonly entry: number
  readonly word: Word
  /** Mandatory for `return` and `refuse`; the author reads it. */
  readonly reason: string
  readonly actor: Actor
  /** Version the person was looking at; `stale-version` when it moved on. */
  readonly version?: number | undefined
  /** Instant it was first published elsewhere: lists place it there. */
  readonly since?: number | undefined
}

/** Where a word would lead, or why it may not be said, without saying it: what to offer a person. */
export async function foresee(
  ports: Ports,
  deciding: Omit<Deciding, 'version' | 'since'>,
): Promise<Result<ReviewState>> {
  const entry = await ports.entries.get(deciding.entry)
  if (!entry) return fail({ code: 'unknown-entry' })
  const knowledge = await ports.knowledge()
  const serviceType = knowledge.serviceType(entry.serviceType)
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: entry.serviceType } })
  return heard(deciding, { entry, knowledge, serviceType, ...(await pastOf(ports, entry)) })
}

/** Hears a person's word on what waits: proof-reads, publishes and routes, returns or refuses, with its decision and event. */
export async function decide(ports: Ports, deciding: Deciding): Promise<Result<Entry>> {
  const entry = await ports.entries.get(deciding.entry)
  if (!entry) return fail({ code: 'unknown-entry' })
  const knowledge = await ports.knowledge()
  const serviceType = knowledge.serviceType(entry.serviceType)
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: entry.serviceType } })
  if (deciding.version !== undefined && deciding.version !== entry.version) return fail({ code: 'stale-version' })
  const [past, current, [first = 0, second = 0, third = 0]] = await Promise.all([
    pastOf(ports, entry),
    ports.entries.deliveries([entry.id]),
    ports.newIds(3),
  ])
  const review = heard(deciding, { entry, knowledge, serviceType, ...past })
  if (!review.ok) return review
  const now = ports.now()
  const decision = decisionOf(deciding, entry, { id: first, now })
  const moved = moveTo(entry, review.value, now)
  const event = eventOf(EVENT[review.value], about(deciding, entry, { id: second, at: now }))
  if (review.value !== 'accepted') return commit(ports, moved, { expected: entry.version, decision, events: [event] })
  const { entry: live, changes } = publish({
    entry: moved,
    values: past.revision?.values ?? {},
    serviceType,
    current,
    knowledge,
    actor: deciding.actor,
    now,
    event: third,
    since: deciding.since,
  })
  return commit(ports, live, { expected: entry.version, decision, changes, events: [] })
}

const EVENT: Record<ReviewState, FarmEvent['kind']> = {
  draft: 'drafted',
  submitted: 'proposed',
  proofread: 'proofread',
  'changes-requested': 'returned',
  refused: 'refused',
  accepted: 'published',
}

interface Past {
  /** The one that waits for a word. */
  readonly revision: Revision | undefined
  readonly decisions: readonly Decision[]
}

async function pastOf({ entries }: Ports, entry: Entry): Promise<Past> {
  const [revision, decisions] = await Promise.all([
    entries.revision(entry.workingRevision),
    entries.decisions(entry.id),
  ])
  return { revision, decisions }
}

interface Before extends Past {
  readonly entry: Entry
  readonly knowledge: Knowledge
  readonly serviceType: ServiceType
}

function heard(
  { actor, word, reason }: Deciding,
  { entry, knowledge, serviceType, revision, decisions }: Before,
): Result<ReviewState> {
  const policy = knowledge.organisations.get(entry.organisation)?.policy ?? {}
  const workflow = workflowOf(serviceType, policy)
  const allowed = may(actor, { action: stepOf(entry, workflow), entry }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const reviser = revision?.author ?? null
  const proofReader =
    decisions.find((one) => one.verdict === 'approve' && one.revision === entry.workingRevision)?.person ?? null
  return judge({ entry, word, reason, person: personOf(actor), workflow, policy, reviser, proofReader })
}

// Only the first of two steps is a proof-reader's; at the last, or only, one a moderator alone speaks, to refuse as to publish.
function stepOf(entry: Entry, workflow: Workflow): 'proof-read' | 'moderate' {
  return workflow === 'two-step' && entry.review === 'submitted' ? 'proof-read' : 'moderate'
}

function moveTo(entry: Entry, review: ReviewState, now: number): Entry {
  const state = entry.liveRevision !== null || review === 'accepted' ? entry.state : review
  return { ...entry, review, state, version: entry.version + 1, updatedAt: now }
}

function decisionOf(
  { word, reason, actor }: Deciding,
  entry: Entry,
  { id, now }: { id: number; now: number },
): Decision {
  return {
    id,
    entry: entry.id,
    revision: entry.workingRevision,
    verdict: word,
    person: personOf(actor),
    reason: reason.trim(),
    at: now,
  }
}

function about({ actor, reason }: Deciding, entry: Entry, { id, at }: { id: number; at: number }) {
  return {
    id,
    at,
    actor,
    entry: entry.id,
    data: { revision: entry.workingRevision, ...(reason.trim() ? { reason: reason.trim() } : {}) },
  }
}

interface Kept {
  readonly expected: number
  readonly decision: Decision
  readonly events: readonly FarmEvent[]
  readonly changes?: Partial<Changes>
}

async function commit(
  ports: Ports,
  entry: Entry,
  { expected, decision, events, changes = {} }: Kept,
): Promise<Result<Entry>> {
  const committed = await ports.commit(
    together([{ updated: [{ entry, expected }], decisions: [decision], events }, changes]),
  )
  return committed.ok ? ok(entry) : committed
}
