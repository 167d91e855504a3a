import { type Format, type FormatName, formatsFor } from '../../../exports/formats.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { LinkItem } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'
import { kindsOf, sectionOf } from './section.ts'
import { exportedKinds, SEARCH } from './section-export.ts'

/** Ways to take a list away that serve one purpose. */
export interface Downloads {
  readonly title: string
  readonly items: readonly LinkItem[]
}

/** How the list of a service, or of a search, may be followed or taken out, in words people know: only what fits its kinds. */
export function listDownloads(visit: Visit, slug: string, query: string): readonly Downloads[] {
  const { words } = visit
  const section = slug === SEARCH ? undefined : sectionOf(visit, slug)
  const kinds = exportedKinds(visit, section ? [section] : visit.sections.map((one) => kindsOf(visit, one)))
  const fitting = formatsFor(kinds).toSorted((a, b) => rankOf(a.name) - rankOf(b.name))
  const items = (purpose: keyof typeof PURPOSES) =>
    fitting.filter(({ name }) => purposeOf(name) === purpose).map((format) => linkTo(visit, format, slug, query))
  // What several kinds share is a short table: each has one of its own.
  const tables = kinds.length < 2 || kinds.length > 4 ? [] : kinds.map(({ id, plural }) => tableOf(id, plural))
  const groups = [
    { title: words('portal.take.follow'), items: items('follow') },
    { title: words('portal.take.open'), items: [...items('open'), ...tables] },
    { title: words('portal.take.data'), items: items('data') },
    { title: words('portal.take.reuse'), items: section && visit.site?.visibility === 'public' ? [embedded()] : [] },
  ]
  return groups.filter((group) => group.items.length > 0)

  function embedded(): LinkItem {
    return { label: words('embed.link'), href: `${visit.href(`/integrer/${slug}`)}${query}`, icon: 'code-xml' }
  }

  function tableOf(id: string, plural: Parameters<typeof inLanguage>[0]): LinkItem {
    const search = new URLSearchParams(query)
    search.set('kind', id)
    const label = words('portal.take.table-of', { kind: inLanguage(plural, visit.language) })
    return { label, href: `${visit.href(`/${slug}.excel.csv`)}?${search}`, icon: 'table' }
  }
}

function linkTo(visit: Visit, { name, extension }: Format, ...[slug, query]: [string, string]): LinkItem {
  const address = `${visit.href(`/${slug}.${extension}`)}${query}`
  const href = name === 'ical' ? `${visit.origin.replace(/^https?:/, 'webcal:')}${address}` : address
  return { label: visit.words(`portal.take.${name}`), href, icon: ICONS[name] ?? 'file-code' }
}

const PURPOSES = {
  follow: ['rss', 'atom', 'ical'],
  open: ['csv-excel', 'csv', 'vcard'],
  data: [],
} as const satisfies Readonly<Record<string, readonly FormatName[]>>

function purposeOf(name: FormatName): keyof typeof PURPOSES {
  if (PURPOSES.follow.some((one) => one === name)) return 'follow'
  return PURPOSES.open.some((one) => one === name) ? 'open' : 'data'
}

function rankOf(name: FormatName): number {
  const open: readonly FormatName[] = PURPOSES.open
  const rank = open.indexOf(name)
  return rank < 0 ? open.length : rank
}

const ICONS: Readonly<Partial<Record<FormatName, string>>> = {
  rss: 'rss',
  atom: 'rss',
  ical: 'calendar-plus',
  'csv-excel': 'table',
  csv: 'table',
  vcard: 'contact',
  geojson: 'map-pin',
}
