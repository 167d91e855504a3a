import { markSvg } from '../skins/mark-svg.ts'
import type { Visit } from '../visit.ts'
import { networkOf } from './skin.ts'

/** The mark of the network as an answer: the icon of the pages that are nobody's site, the desk and the directory. */
export function networkIcon(visit: Pick<Visit, 'memory'>): Response {
  const identity = networkOf(visit)?.identity
  const mark = markSvg({ initials: identity?.initials ?? '·', accent: identity?.accent ?? '' })
  return new Response(mark, { headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' } })
}
