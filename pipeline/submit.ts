import { acquaint } from './acquaint.ts'
import type { Sound, Submitting } from './arriving.ts'
import { together } from './changes.ts'
import { compose } from './compose.ts'
import type { Actor } from './model/actor.ts'
import { fail, type Problem } from './model/problem.ts'
import type { Arrival, Submission } from './model/submission.ts'
import type { Ports } from './ports.ts'
import { termsOfOthers } from './rule-terms.ts'
import { soundness } from './soundness.ts'

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
  const read = submissions.map((one) =>
    soundness(one, submitting.actor, { knowledge, context, stood: stood.get(one), read: submitting.read?.get(one) }),
  )
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
  const arrivals = composed.map((one) => one.arrival)
  const becoming = submitting.rehearse ? [] : composed.map((one) => one.changes)
  const allNew = becoming.every(({ updated = [], said = [] }) => updated.length + said.length === 0)
  const noted = await submitting.note?.(arrivals, { allNew })
  if (noted?.ok === false) return refuseAll(arrivals, noted.problems)
  const changes = together([...becoming, ...(noted ? [noted.value] : [])])
  if (changes.revisions.length + changes.said.length + changes.batches.length === 0) return arrivals
  const committed = await ports.commit(changes)
  if (committed.ok) return arrivals
  // Nothing was written, so nothing was seen: whoever tries again is no duplicate of this try.
  for (const key of [...seen].slice(before)) seen.delete(key)
  return refuseAll(arrivals, committed.problems)
}

function refuseAll(arrivals: readonly Arrival[], problems: readonly Problem[]): readonly Arrival[] {
  return arrivals.map(({ line, entry }) => ({ outcome: 'refused', line, entry, problems }))
}

/** The answer to one submission alone, where a caller has just one. */
export async function submitOne(ports: Ports, submission: Submission, actor: Actor) {
  const [arrival] = await submit(ports, [submission], { actor })
  if (!arrival) throw new Error('a submission always gets an answer')
  if (arrival.outcome === 'refused' || arrival.outcome === 'duplicate') return { ...fail(...arrival.problems), arrival }
  return { ok: true as const, value: arrival, arrival }
}
