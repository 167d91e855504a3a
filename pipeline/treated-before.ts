import type { Submitting } from './arriving.ts'
import type { Submission } from './model/submission.ts'
import type { Ports } from './ports.ts'
import { soundness } from './soundness.ts'

/** Notes as seen what the first part of a batch brought, before it was cut short: the same line further down is still a duplicate. */
export async function treatedBefore(
  ports: Ports,
  submissions: readonly Submission[],
  { actor, seen, read }: Required<Pick<Submitting, 'actor' | 'seen' | 'read'>>,
): Promise<void> {
  const knowledge = await ports.knowledge()
  const context = { gazetteer: knowledge.gazetteer, thesaurus: knowledge.thesaurus, now: ports.now() }
  for (const submission of submissions) {
    const sound = soundness(submission, actor, { knowledge, context, stood: undefined, read: read.get(submission) })
    if ('values' in sound) seen.add(sound.key)
  }
}
