import type { Actor } from './model/actor.ts'
import type { Submission } from './model/submission.ts'
import { seenKey } from './obstacle.ts'
import type { Ports } from './ports.ts'
import { soundness } from './soundness.ts'

/** Notes as seen what the first part of a batch brought, before it was cut short: the same line further down is still a duplicate. */
export async function treatedBefore(
  ports: Ports,
  submissions: readonly Submission[],
  { actor, seen }: { readonly actor: Actor; readonly seen: Set<string> },
): Promise<void> {
  const knowledge = await ports.knowledge()
  const context = { gazetteer: knowledge.gazetteer, thesaurus: knowledge.thesaurus, now: ports.now() }
  for (const submission of submissions) {
    const read = soundness(submission, actor, { knowledge, context, stood: undefined })
    if ('values' in read) seen.add(seenKey(read))
  }
}
