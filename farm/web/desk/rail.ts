import { may } from '../../../pipeline/model/may.ts'
import { coverageSubjects } from '../../coverage/subjects.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import type { RailGroup } from '../layouts/chrome.ts'
import type { Visit } from '../visit.ts'
import type { DeskCounts } from './counts.ts'

/** Places of the desk, as pages say which one they are. */
export type DeskPlace =
  | 'me'
  | 'proof-read'
  | 'moderate'
  | 'confirm'
  | 'clashes'
  | 'duplicates'
  | 'sources'
  | 'entries'
  | 'new'
  | 'import'
  | 'imports'
  | 'mappings'
  | 'recalls'
  | 'sites'
  | 'coverage'
  | 'partners'
  | 'territories'
  | 'themes'

/** The rail of the desk: what waits for the person first, then what they may do; nothing they may not. */
export function railOf(visit: Visit, counts: DeskCounts, current: DeskPlace | undefined): RailGroup[] {
  const { words, actor, memory } = visit
  const number = new Intl.NumberFormat(visit.language)
  const place = (id: DeskPlace, href: string, icon: string) => ({
    label: words(`desk.rail.${id}`),
    href: visit.href(href),
    icon,
    current: id === current,
  })
  const waiting = (id: DeskPlace, href: string, [icon, count]: readonly [string, number | null]) =>
    count === null
      ? []
      : [{ ...place(id, href, icon), count: number.format(count), tone: count > 0 ? ('waiting' as const) : undefined }]
  const failing = (id: DeskPlace, icon: string, count: number | null) =>
    count === null ? [] : [{ ...place(id, `/${id}`, icon), ...trouble(count, words) }]
  return [
    {
      items: [
        ...waiting('me', '/', ['house', counts.returned]),
        ...waiting('proof-read', '/queue?step=proof-read', ['spell-check', counts.proofRead]),
        ...waiting('moderate', '/queue?step=moderate', ['scale', counts.moderate]),
        ...waiting('confirm', '/confirm', ['stamp', counts.confirm]),
        ...waiting('duplicates', '/duplicates', ['copy', counts.duplicates]),
        // Rare: a line of its own only while one waits.
        ...(counts.clashes || current === 'clashes'
          ? waiting('clashes', '/clashes', ['git-compare', counts.clashes])
          : []),
      ],
    },
    {
      title: words('desk.rail.entries-title'),
      items: [
        ...entryPlaces(visit).map(([id, icon]) => place(id, `/${id}`, icon)),
        place('recalls', '/recalls', 'megaphone'),
      ],
    },
    {
      title: words('desk.rail.network-title'),
      items: [
        ...failing('sources', 'rss', counts.sources),
        ...failing('partners', 'plug', counts.partners),
        place('sites', '/sites', 'layout-grid'),
        ...(coverageSubjects(actor, memory).length > 0 ? [place('coverage', '/coverage', 'radar')] : []),
        ...farmWide(visit).map(([id, icon]) => place(id, `/${id}`, icon)),
      ],
    },
  ]
}

function entryPlaces({ actor, memory }: Visit): readonly (readonly [DeskPlace, string])[] {
  const mayWrite = organisationsFor(actor, 'contribute', memory).length > 0
  const mayImport = organisationsFor(actor, 'import', memory).length > 0
  const imports = [['import', 'upload'] as const, ['imports', 'history'] as const, ['mappings', 'table-2'] as const]
  return [['entries', 'files'], ...(mayWrite ? [['new', 'file-plus'] as const] : []), ...(mayImport ? imports : [])]
}

// Subjects and geography are the whole network's.
function farmWide({ actor, memory }: Visit): readonly (readonly [DeskPlace, string])[] {
  const themes = may(actor, { action: 'manage-themes' }, memory).yes
  const territories = may(actor, { action: 'operate-farm' }, memory).yes
  return [...(themes ? [['themes', 'tags'] as const] : []), ...(territories ? [['territories', 'map'] as const] : [])]
}

function trouble(count: number, words: Visit['words']) {
  return count > 0 ? { count, tone: 'trouble' as const, toneWord: words('desk.rail.trouble') } : {}
}
