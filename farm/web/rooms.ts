import { FORMATS } from '../../exports/formats.ts'
import type { Language } from '../../pipeline/model/local-text.ts'
import type { Visit } from './visit.ts'

/** The folder of pages a host shows. */
export type Room = 'portal' | 'desk' | 'directory'

// Where a table is described (W3C CSV on the Web), the end of its own address first.
const METADATA = ['csv-metadata.json', 'excel.csv-metadata.json']

/** The room of this request's host. */
export function roomOf({ site, host, farm }: Visit): Room {
  if (site) return 'portal'
  return host === `desk.${farm.settings.domain}` ? 'desk' : 'directory'
}

const ENDINGS = [...Object.values(FORMATS).map(({ extension }) => extension), ...METADATA].map(RegExp.escape).join('|')
const EXPORT = new RegExp(`^/([a-z0-9-]+)\\.(${ENDINGS})$`)
const SKIN = /^\/skin-[0-9a-f]{10}\.css$/

/** The service and the format an export's address names: `/agenda.rss`. */
export function exportOf(path: string): { readonly service: string; readonly extension: string } | undefined {
  const [found, service = '', extension = ''] = EXPORT.exec(path) ?? []
  return found === undefined ? undefined : { service, extension }
}

/** The entry and the format the address of an entry's file names: `/agenda/123-forum.ics`. */
export function entryExportOf(
  path: string,
): { readonly service: string; readonly entry: number; readonly format: 'ical' | 'vcard' } | undefined {
  const [found, service = '', entry, ending] = ENTRY_EXPORT.exec(path) ?? []
  return found === undefined
    ? undefined
    : { service, entry: Number(entry), format: ending === 'ics' ? 'ical' : 'vcard' }
}

const ENTRY_EXPORT = /^\/([a-z0-9-]+)\/([1-9]\d{0,14})(?:-[a-z0-9-]*)?\.(ics|vcf)$/

/** Whether an address is that of what describes a table. */
export function isMetadata(path: string): boolean {
  return METADATA.some((ending) => path.endsWith(`.${ending}`))
}

/** The page behind an address of a room: exports end in their format, a skin's stylesheet in its digest; `path` comes without its language. */
export function pageOf(room: Room, path: string): string {
  if (SKIN.test(path)) return `/${room}/skin`
  if (path === '/robots.txt' && room !== 'directory') return `/${room}/robots`
  if (room === 'desk') return DESK_EXPORT.test(path) ? '/desk/entries-file' : `/desk${path}`
  if (room === 'directory') return `/directory${path}`
  if (path === '/flux.opml') return '/portal/opml'
  if (sitemapOf(path) !== undefined) return '/portal/sitemap'
  if (entryExportOf(path)) return '/portal/entry-file'
  return exportOf(path) ? '/portal/export' : `/portal${path}`
}

/** The sitemap an address names: `` for the index, else the word of a service or `pages`. */
export function sitemapOf(path: string): string | undefined {
  const [found, name = ''] = SITEMAP.exec(path) ?? []
  return found === undefined ? undefined : name
}

const SITEMAP = /^\/sitemap(?:-([a-z0-9-]+))?\.xml$/
const DESK_EXPORT = new RegExp(`^/(?:entries|views/\\d{1,15})\\.(?:${ENDINGS})$`)

/** Whether an address is one a feed reader may open with a key: lists on their way out, and the files they point to. */
export function isForReaders(room: Room, path: string): boolean {
  if (room === 'desk') return DESK_EXPORT.test(path) || SCHEMA.test(path)
  return path === '/flux.opml' || exportOf(path) !== undefined || SCHEMA.test(path) || KEPT_FILE.test(path)
}

const SCHEMA = /^\/schemas\/[a-z0-9-]+\.xsd$/
const KEPT_FILE = /^\/files\/[0-9a-f]{64}$/

/** The interface language a path asks for, and the path without it. */
export function languageOf(pathname: string): { readonly language: Language; readonly path: string } {
  if (pathname !== '/en' && !pathname.startsWith('/en/')) return { language: 'fr', path: pathname }
  return { language: 'en', path: pathname.slice(3) || '/' }
}
