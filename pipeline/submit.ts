import type { Acquaintance, Sound, Submitting } from './arriving.ts'
import { together } from './changes.ts'
import { compose } from './compose.ts'
import { identityOf, recognise } from './identity.ts'
import type { Actor } from './model/actor.ts'
import type { Entry, Values } from './model/entry.ts'
import type { ReadContext } from './model/field-types/field-type.ts'
import { may } from './model/may.ts'
import { fail, type Problem } from './model/problem.ts'
import { readValues } from './model/read-values.ts'
import type { Arrival, Submission } from './model/submission.ts'
import type { Knowledge, Ports } from './ports.ts'
import { ruleTerms, termsOfOthers } from './rule-terms.ts'

/**
 * Takes arrivals, of whatever road, into the farm: each is validated, recognised, and becomes a new entry, a revision of
 * one already here, or nothing; what its workflow lets live is published and routed. All are written in one transaction;
 * a refused one never holds back the others. Answers in the order of the submissions.
 */
export async function submit(
  ports: Ports,
  submissions: readonly Submission[],
  submitting: Submitting,
): Promise<readonly Arrival[]> {
  const knowledge = await ports.knowledge()
  const now = ports.now()
  const context = { gazetteer: knowledge.gazetteer, thesaurus: knowledge.thesaurus, now }
  const stood = await termsOfOthers(ports, submissions, { actor: submitting.actor, knowledge })
  const read = submissions.map((one) => soundness(one, submitting.actor, { knowledge, context, stood: stood.get(one) }))
  const sound = read.filter((one): one is Sound => 'values' in one)
  const known = await acquaint(ports, sound, submitting.actor)
  const ids = await ports.newIds(sound.length * 4)
  const seen = submitting.seen ?? new Set()
  const before = seen.size
  const composing = { ...submitting, ...known, knowledge, now, seen }
  let taken = 0
  const composed = read.map((one) => {
    if (!('values' in one)) return { arrival: one, changes: {} }
    taken += 4
    return compose(one, { ...composing, ids: ids.slice(taken - 4, taken) })
  })
  const changes = together(composed.map((one) => one.changes))
  if (submitting.rehearse || changes.revisions.length === 0) return composed.map((one) => one.arrival)
  const committed = await ports.commit(changes)
  // Nothing was written, so nothing was seen: whoever tries again is no duplicate of this try.
  if (!committed.ok) for (const key of [...seen].slice(before)) seen.delete(key)
  return composed.map((one) => (committed.ok ? one.arrival : refusal(one.arrival, committed.problems)))
}

function refusal(arrival: Arrival, problems: readonly Problem[]): Arrival {
  return { outcome: 'refused', line: arrival.line, entry: arrival.entry, problems }
}

function soundness(
  submission: Submission,
  actor: Actor,
  { knowledge, context, stood }: { knowledge: Knowledge; context: ReadContext; stood: Values | undefined },
): Sound | Arrival {
  const { organisation } = submission
  const serviceType = knowledge.serviceType(submission.serviceType)
  const allowed = may(actor, { action: 'contribute', organisation, serviceType: submission.serviceType }, knowledge)
  if (!allowed.yes) return refused(submission, [{ code: 'not-allowed', params: { reason: allowed.because } }])
  if (!knowledge.organisations.get(submission.organisation))
    return refused(submission, [{ code: 'unknown-organisation', params: { value: submission.organisation } }])
  if (!serviceType)
    return refused(submission, [{ code: 'unknown-service-type', params: { value: submission.serviceType } }])
  const reading = readValues({ serviceType, raw: submission.raw, context })
  const { values, problems } = ruleTerms(reading, { actor, organisation, serviceType, knowledge, stood })
  const serious = [...(submission.problems ?? []), ...problems.filter((problem) => !draftMayLack(submission, problem))]
  if (serious.length > 0) return refused(submission, serious)
  return { submission, serviceType, values, identity: identityOf(serviceType, values, submission.externalId) }
}

// A draft may be incomplete, but never nameless: lists would have nothing to show.
function draftMayLack(submission: Submission, problem: Problem): boolean {
  return submission.intent === 'draft' && problem.code === 'required' && problem.field !== 'title'
}

function refused(submission: Submission, problems: readonly Problem[]): Arrival {
  const { line } = submission
  return {
    outcome: 'refused',
    line,
    entry: submission.entry,
    problems: line === undefined ? problems : problems.map((one) => ({ ...one, line })),
  }
}

async function acquaint(ports: Ports, sound: readonly Sound[], actor: Actor): Promise<Acquaintance> {
  const opened = await ports.entries.many(sound.flatMap((one) => one.submission.entry ?? []))
  const like = await ports.entries.identify({
    externalIds: sound.flatMap((one) => one.identity.externalId ?? []),
    urls: sound.flatMap((one) => one.identity.canonicalUrl ?? []),
    fingerprints: sound.map((one) => one.identity.fingerprint),
  })
  // What a partner brings is never taken for the work of somebody else, which it may not see: at most they look alike.
  const theirs = actor.kind === 'partner' ? like.filter((entry) => entry.source === actor.partner) : like
  const kin = Map.groupBy(theirs, kinKey)
  const recognised = new Map<Sound, Entry>()
  for (const one of sound) {
    const found = recognise(one.identity, kin.get(kinKey(one.submission)) ?? [], one.submission.source ?? null)
    if (found) recognised.set(one, found)
  }
  const touched = [...new Set([...opened, ...recognised.values()].map((entry) => entry.id))]
  return {
    opened: new Map(opened.map((entry) => [entry.id, entry])),
    recognised,
    alike: Map.groupBy(like, (entry) => entry.fingerprint),
    deliveries: Map.groupBy(await ports.entries.deliveries(touched), (delivery) => delivery.entry),
    numbers: await ports.entries.revisionNumbers(touched),
  }
}

function kinKey(one: { readonly serviceType: string; readonly organisation: string }): string {
  return `${one.serviceType} ${one.organisation}`
}

/** The answer to one submission alone, where a caller has just one. */
export async function submitOne(ports: Ports, submission: Submission, actor: Actor) {
  const [arrival] = await submit(ports, [submission], { actor })
  if (!arrival) throw new Error('a submission always gets an answer')
  if (arrival.outcome === 'refused' || arrival.outcome === 'duplicate') return { ...fail(...arrival.problems), arrival }
  return { ok: true as const, value: arrival, arrival }
}
