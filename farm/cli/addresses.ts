import type { Settings } from '../settings.ts'

/** Address of a host of the farm as this machine reaches it: a site by its slug, `desk`, or the directory of sites for ''. */
export function siteAddress({ domain, port }: Pick<Settings, 'domain' | 'port'>, slug: string): string {
  return `${siteOrigin({ domain, port }, slug)}/`
}

/** The same without its final slash. */
export function siteOrigin({ domain, port }: Pick<Settings, 'domain' | 'port'>, slug: string): string {
  return `http://${slug === '' ? '' : `${slug}.`}${domain}${port === 80 ? '' : `:${port}`}`
}
