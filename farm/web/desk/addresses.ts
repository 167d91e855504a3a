import type { Visit } from '../visit.ts'

/** A path of this very host, or `/`: what a form or a link may lead back to. */
export function safePath(to: string | null | undefined, { origin }: Pick<Visit, 'origin'>): string {
  const url = parse(to, origin)
  return url && url.origin === origin ? `${url.pathname}${url.search}${url.hash}` : '/'
}

/** An address of this farm, of whichever of its hosts, on the port and protocol of the present one; null otherwise. */
export function farmAddress(to: string | null | undefined, { origin, farm, memory }: Visit): URL | null {
  const url = parse(to, origin)
  const here = new URL(origin)
  if (!url || url.protocol !== here.protocol || url.port !== here.port || url.username !== '') return null
  const { domain } = farm.settings
  const ours = [domain, `desk.${domain}`].includes(url.hostname) || memory.sites.byHost(url.hostname) !== undefined
  return ours ? url : null
}

function parse(to: string | null | undefined, origin: string): URL | null {
  if (!to || /[\\\t\n\r]/.test(to)) return null
  return URL.parse(to, origin)
}
