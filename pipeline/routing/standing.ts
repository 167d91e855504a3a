import type { Explanation } from './explain.ts'
import type { Finding } from './finding.ts'

/** How an entry stands to a section: it goes there, one thing alone keeps it away, or it is of no concern to it. */
export type Standing = 'reached' | 'near' | 'far'

/** Whether a section receives an entry (now, or once published) or misses it by one condition, or for want of a pact alone. */
export function standingOf({ obstacle, access, finding }: Explanation): Standing {
  if (obstacle === 'private-kind-on-public-site') return 'far'
  if (obstacle !== 'conditions' && obstacle !== 'no-pact') return 'reached'
  return gapOf(finding) + (access === null ? 1 : 0) === 1 ? 'near' : 'far'
}

// A press sheet is not "nearly" in an agenda: a section of other kinds is as far as can be.
function gapOf({ held, condition, parts = [] }: Finding): number {
  if (held) return 0
  if (condition === 'service_type') return Number.POSITIVE_INFINITY
  if (condition === 'all') return parts.reduce((sum, part) => sum + gapOf(part), 0)
  return condition === 'any' ? Math.min(...parts.map(gapOf)) : 1
}
