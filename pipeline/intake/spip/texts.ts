import type { RawValue } from '../../model/field-types/field-type.ts'
import { parisInstant } from '../../model/paris.ts'
import type { ServiceType } from '../../model/service-type.ts'
import { plainLine, plainLines, shortened } from '../feed-text.ts'
import type { IntakeItem } from '../reader.ts'
import { type OldSite, objectName } from './old-site.ts'
import { escaped, type LinkReader } from './shortcut-links.ts'
import { htmlOfShortcuts, plainOfShortcuts } from './shortcuts.ts'
import type { SubjectReader } from './subjects.ts'
import type { SpipDatabase, SpipRow } from './tables.ts'

/** The statuses of SPIP, one to one with our states. */
export const SPIP_STATUSES = ['prepa', 'prop', 'publie', 'refuse', 'poubelle'] as const

/** One of them. */
export type SpipStatus = (typeof SPIP_STATUSES)[number]

/** An article, a brief or a link of a SPIP site, as an item and with what else the farm keeps of it. */
export interface SpipItem extends IntakeItem {
  readonly externalId: string
  readonly kind: 'article' | 'breve' | 'link'
  readonly number: number
  readonly status: SpipStatus
  /** Instant (ms) it was published, as far as it says. */
  readonly publishedAt: number | undefined
}

/** A file of the site as the farm keeps it. */
export interface OldFile {
  /** Id of the kept file, or an https address. */
  readonly file: string
  readonly name: string
  readonly title: string
  readonly isImage: boolean
}

/** What turning the texts of a site into items takes. */
export interface SpipReading {
  readonly database: SpipDatabase
  readonly site: OldSite
  readonly serviceType: ServiceType
  readonly subjects: SubjectReader
  /** Host of the old site: two sites may number their articles alike. */
  readonly host: string
  /** Address a text of the old site answers at from now on. */
  address(object: string): string
  /** The kept file of a document; undefined when it did not come along. */
  fileOf(document: number): OldFile | undefined
  /** The kept logo of a text. */
  logoOf(object: string): OldFile | undefined
}

/** Name of a text of SPIP in the farm: `spip:www.example.org:article:12`. */
export function externalIdOf(host: string, object: string): string {
  return ['spip', ...(host === '' ? [] : [host]), object].join(':')
}

/** The articles, or the briefs, one by one. */
export function* textItems(kind: 'article' | 'breve', reading: SpipReading): Generator<SpipItem> {
  for (const row of reading.database.rows(kind === 'article' ? 'articles' : 'breves'))
    yield textItem(row, kind, reading)
}

function textItem(row: SpipRow, kind: 'article' | 'breve', reading: SpipReading): SpipItem {
  const number = Number(row[`id_${kind}`])
  const object = objectName({ kind, id: number })
  const raw: Record<string, RawValue> = {}
  for (const [name, value] of valuesOf(row, { object, reading })) {
    if (value !== undefined && value.length !== 0) raw[name] ??= value
  }
  const status = SPIP_STATUSES.find((one) => one === row.statut) ?? 'prepa'
  const publishedAt = instantOf(row.date ?? row.date_heure ?? '')
  // People know their articles by number: that is the line problems name.
  const known = { line: number, raw, externalId: externalIdOf(reading.host, object), problems: [] }
  const intent = status === 'prepa' || status === 'poubelle' ? ({ intent: 'draft' } as const) : {}
  return { ...known, ...intent, kind, number, status, publishedAt }
}

/** Instant of a date of SPIP, on the clock of Paris; undefined for none (`0000-00-00`). */
export function instantOf(written: string): number | undefined {
  const wall = Date.parse(`${written.trim().replace(' ', 'T')}Z`)
  return Number.isNaN(wall) || wall < 0 ? undefined : parisInstant(wall)
}

type Pair = readonly [name: string, value: RawValue | undefined]

function valuesOf(row: SpipRow, { object, reading }: { object: string; reading: SpipReading }): readonly Pair[] {
  const { serviceType, site, subjects } = reading
  const field = (name: string) => serviceType.fields.find((one) => one.name === name)
  const language = row.lang || 'fr'
  const shown: number[] = []
  const reader = linkReader(reading, shown)
  const html = (written = '') => htmlOfShortcuts(written, reader, language)
  const max = field('summary')?.max ?? 300
  const lead = html(row.chapo)
  const text = html(row.texte)
  const summary = shortened(plainLines(html(row.descriptif) || lead || text), max)
  const short = plainLines(lead).length <= max && (row.descriptif ?? '') === '' && text !== ''
  const author = site.authorsOf(object).join(', ')
  const body = [
    row.soustitre ? `<p><strong>${escaped(plainOfShortcuts(row.soustitre, language))}</strong></p>` : '',
    short && field('summary') ? '' : lead,
    text,
    row.ps ? html(row.ps) : '',
    author !== '' && !field('source_author') ? `<p><em>${escaped(author)}</em></p>` : '',
  ]
  const about = subjects.of(object, Number(row.id_rubrique))
  const link = linkOf(row)
  return [
    ['title', shortened(plainLine(plainOfShortcuts(row.titre ?? '', language)), field('title')?.max)],
    ['name', shortened(plainLine(plainOfShortcuts(row.titre ?? '', language)), field('name')?.max)],
    ['summary', summary],
    ['body', body.filter((part) => part !== '').join('\n')],
    ['description', body.filter((part) => part !== '').join('\n')],
    ['themes', about.themes],
    ['territories', about.territories],
    ['language', /^[a-z]{2}$/.test(language) && language !== 'fr' ? language : undefined],
    ['source_author', shortened(author, field('source_author')?.max)],
    ['source_date', (row.date ?? row.date_heure ?? '').slice(0, 10).replace(/^0000.*/, '')],
    // An article dated after its last change was to show from that day on.
    ['valid_from', row.maj && (row.date ?? '') > row.maj ? row.date?.slice(0, 10) : undefined],
    ['source_url', /^https?:\/\//i.test(link.url) ? link.url : undefined],
    ['source_name', shortened(plainLine(link.name), field('source_name')?.max)],
    ...filesOf(object, { reading, shown, title: site.titles.get(object) ?? '' }),
  ]
}

function linkOf(row: SpipRow): { readonly url: string; readonly name: string } {
  const redirect = row.virtuel || /^=(\S+)$/.exec(row.chapo?.trim() ?? '')?.[1] || ''
  const url = (row.lien_url || row.url_site || redirect).trim()
  return { url, name: plainOfShortcuts(row.lien_titre || row.nom_site || '') }
}

function linkReader({ site, address }: SpipReading, shown: number[]): LinkReader {
  return {
    target(target) {
      const object = objectName(target)
      const title = site.titles.get(object)
      return title === undefined ? undefined : { href: address(object), title }
    },
    shows: (document) => void shown.push(document),
  }
}

interface Files {
  readonly reading: SpipReading
  readonly shown: readonly number[]
  readonly title: string
}

// The logo, else the first picture, is the picture of the entry; all else is joined to it.
function filesOf(object: string, { reading, shown, title }: Files): readonly Pair[] {
  const joined = reading.site.documentsOf(object).filter(({ role }) => !/^logo/.test(role))
  const all = [...new Set([...shown, ...joined.map(({ id }) => id)])]
  const files = all.map(reading.fileOf).filter((file) => file !== undefined)
  const logo = reading.logoOf(object)
  const image = logo ?? files.find(({ isImage }) => isImage)
  const others = files.filter((file) => file !== image).slice(0, 50)
  return [
    ['image', image && { file: image.file, alt: image.title || title }],
    ['attachments', others.map(({ file, name, title: label }) => ({ file, name, label }))],
  ]
}
