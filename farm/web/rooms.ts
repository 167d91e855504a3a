import type { Visit } from './visit.ts'

/** The folder of pages a host shows. */
export function roomOf({ site, host, farm }: Visit): 'portal' | 'desk' | 'directory' {
  if (site) return 'portal'
  return host === `desk.${farm.settings.domain}` ? 'desk' : 'directory'
}

const EXPORT = /^\/([a-z0-9-]+)\.(rss|atom|feed\.json|csv|excel\.csv|xml|json)$/
const SKIN = /^\/skin-[0-9a-f]{10}\.css$/

/** The service and the format an export's address names: `/agenda.rss`. */
export function exportOf(path: string): { readonly service: string; readonly extension: string } | undefined {
  const [found, service = '', extension = ''] = EXPORT.exec(path) ?? []
  return found === undefined ? undefined : { service, extension }
}

/** The page behind an address: exports end in their format, a skin's stylesheet in its digest. */
export function pageOf(visit: Visit): string {
  const room = roomOf(visit)
  if (SKIN.test(visit.path)) return `/${room}/skin`
  return room === 'portal' && exportOf(visit.path) ? '/portal/export' : `/${room}${visit.path}`
}
