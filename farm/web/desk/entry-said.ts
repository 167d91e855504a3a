import type { Entry } from '../../../pipeline/model/entry.ts'

/** What the page of an entry may be told to say first. */
export const ENTRY_SAYINGS = ['withdrawn', 'trashed', 'proposed', 'correction', 'published', 'scheduled'] as const

/** What became of an entry a person has just proposed: some kinds are live at once, and what is live stays while its correction waits. */
export function saidOnceProposed({ state, liveRevision, workingRevision }: Entry): (typeof ENTRY_SAYINGS)[number] {
  if (state === 'scheduled') return 'scheduled'
  if (liveRevision === null) return 'proposed'
  return liveRevision === workingRevision ? 'published' : 'correction'
}
