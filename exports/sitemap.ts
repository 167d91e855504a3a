import { element, instant } from './xml-element.ts'

/** Most addresses a sitemap, or sitemaps an index, may hold (sitemaps.org). */
export const SITEMAP_LENGTH = 50_000

/** A page as search engines are told of it. */
export interface MappedPage {
  readonly address: string
  /** When it last changed, in milliseconds. */
  readonly updatedAt?: number | undefined
}

/** A sitemap (sitemaps.org 0.9), page by page. */
export async function* writeSitemap(pages: Iterable<MappedPage> | AsyncIterable<MappedPage>): AsyncGenerator<string> {
  yield `${HEAD}<urlset xmlns="${NAMESPACE}">\n`
  for await (const { address, updatedAt } of pages)
    yield `${element('url', { loc: address, lastmod: updatedAt === undefined ? undefined : instant(updatedAt) })}\n`
  yield '</urlset>\n'
}

/** The index of a site's sitemaps, by their addresses. */
export function writeSitemapIndex(addresses: readonly string[]): string {
  const lines = addresses.slice(0, SITEMAP_LENGTH).map((address) => `${element('sitemap', { loc: address })}\n`)
  return `${HEAD}<sitemapindex xmlns="${NAMESPACE}">\n${lines.join('')}</sitemapindex>\n`
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'
