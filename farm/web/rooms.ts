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

/** Whether an address is that of what describes a table. */
export function isMetadata(path: string): boolean {
  return METADATA.some((ending) => path.endsWith(`.${ending}`))
}

/** The page behind an address of a room: exports end in their format, a skin's stylesheet in its digest; `path` comes without its language. */
export function pageOf(room: Room, path: string): string {
  if (SKIN.test(path)) return `/${room}/skin`
  return room === 'portal' && exportOf(path) ? '/portal/export' : `/${room}${path}`
}

/** The interface language a path asks for, and the path without it. */
export function languageOf(pathname: string): { readonly language: Language; readonly path: string } {
  if (pathname !== '/en' && !pathname.startsWith('/en/')) return { language: 'fr', path: pathname }
  return { language: 'en', path: pathname.slice(3) || '/' }
}
