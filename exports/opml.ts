import { element } from './xml-element.ts'

/** A feed of a subscription list. */
export interface OutlinedFeed {
  readonly title: string
  readonly feed: string
  readonly page: string
  readonly language: string
}

/** A subscription list (OPML 2.0), to follow all the feeds of a site at once. */
export function writeOpml({
  title,
  feeds,
}: {
  readonly title: string
  readonly feeds: readonly OutlinedFeed[]
}): string {
  const outlines = feeds.map((one) => ({
    '@_type': 'rss',
    '@_version': 'ATOM1',
    '@_text': one.title,
    '@_title': one.title,
    '@_xmlUrl': one.feed,
    '@_htmlUrl': one.page,
    '@_language': one.language,
  }))
  const content = { '@_version': '2.0', head: { title }, body: { outline: outlines } }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('opml', content)}\n`
}
