import { type PerimeterUse, problemOfUse } from '../../territories/uses-of-perimeter.ts'
import type { Visit } from '../visit.ts'

/** One use of a perimeter as its page lists it. */
export interface UseLine {
  readonly text: string
  /** Where it is looked at and changed by hand; null where that is nowhere. */
  readonly href: string | null
  /** What becomes of it once another territory stands in its place. */
  readonly becomes: string
}

/** The uses of a perimeter in words, the way to each, and what becomes of it. */
export function useLines({ words, href }: Visit, uses: readonly PerimeterUse[]): readonly UseLine[] {
  return uses.map((use) => {
    const page = pageOf(use)
    return {
      text: words.problem(problemOfUse(use)),
      href: page === null ? null : href(page),
      becomes: words(`territories.perimeter.then.${use.kind}`),
    }
  })
}

function pageOf(use: PerimeterUse): string | null {
  if (use.kind === 'section') return `/sites/${use.site.id}/${use.subscription.id}`
  return use.kind === 'perimeter' ? `/territories/${use.perimeter.code}` : null
}
