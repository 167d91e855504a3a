import type { Site } from '../../../pipeline/model/site.ts'
import { languageOf } from '../rooms.ts'
import type { Visit } from '../visit.ts'
import type { PastVisit } from './past-visit.ts'

/** What keeping links at a moment takes: a visit to a site as it was. */
export interface PastLinks extends Pick<PastVisit, 'link'> {
  readonly site: Pick<Site, 'id' | 'hosts'>
  readonly visit: Pick<Visit, 'siteUrl'>
}

/** A rich text whose links to the pages and files of its own site stay at the moment it is shown at. */
export function linksThen(past: PastLinks, html: string): string {
  return html.replace(/\b(href|src)="([^"]*)"/g, (written: string, name: string, address: string) => {
    const then = addressThen(past, address.replaceAll('&amp;', '&'))
    return then === undefined ? written : `${name}="${then.replaceAll('&', '&amp;')}"`
  })
}

function addressThen({ site, visit, link }: PastLinks, address: string): string | undefined {
  const home = visit.siteUrl(site.id, '/')
  if (!URL.canParse(address, home)) return undefined
  const url = new URL(address, home)
  const here = /^https?:$/.test(url.protocol) && [new URL(home).host, ...site.hosts].includes(url.host)
  return here ? link(languageOf(url.pathname).path.replace(/\/$/, ''), url.searchParams) : undefined
}
