import { createRequire } from 'node:module'
import type { AtomFeed, JsonFeed, parseFeed, RdfFeed, RssFeed } from 'feedsmith'
import type { Feed, FeedItem } from './feed-item.ts'

/** Reads a feed of any format with feedsmith; nothing when it is beyond it. A JSON Feed is given as the object it holds. */
export function parsedFeed(feed: string | object): Feed | undefined {
  try {
    const parsed = feedsmith().parseFeed(feed)
    if (parsed.format === 'rss') return ofRss(parsed.feed)
    if (parsed.format === 'atom') return ofAtom(parsed.feed)
    return parsed.format === 'rdf' ? ofRdf(parsed.feed) : ofJson(parsed.feed)
  } catch {
    return undefined
  }
}

const require = createRequire(import.meta.url)

// Ten megabytes that a farm which only shows pages does without.
function feedsmith(): { readonly parseFeed: typeof parseFeed } {
  return require('feedsmith')
}

function ofRss(feed: RssFeed.Feed<string>): Feed {
  return {
    title: feed.title ?? feed.dc?.titles?.[0],
    link: feed.link,
    language: feed.language ?? feed.dc?.languages?.[0],
    items: (feed.items ?? []).map((item) => ({
      id: item.guid?.value,
      link: item.link ?? item.atom?.links?.[0]?.href ?? permalink(item.guid),
      title: item.title ?? item.dc?.titles?.[0] ?? item.media?.title?.value,
      summary: item.description ?? item.itunes?.summary,
      content: item.content?.encoded,
      date:
        item.pubDate ?? item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? item.atom?.published ?? item.atom?.updated,
      author: personName(item.authors?.map(({ name }) => name)) ?? personName(item.dc?.creators),
      source: item.source?.title,
      language: item.dc?.languages?.[0] ?? item.xml?.lang,
      categories: [
        ...(item.categories ?? []).map(({ name, domain }) => ({ term: name ?? '', scheme: domain })),
        ...(item.dc?.subjects ?? []).map((term) => ({ term })),
      ],
      bases: [feed.xml?.base, item.xml?.base],
    })),
  }
}

function ofRdf(feed: RdfFeed.Feed<string>): Feed {
  return {
    title: feed.title ?? feed.dc?.titles?.[0],
    link: feed.link,
    language: feed.dc?.languages?.[0],
    items: (feed.items ?? []).map((item) => ({
      id: item.rdf?.about,
      link: item.link ?? item.rdf?.about,
      title: item.title ?? item.dc?.titles?.[0],
      summary: item.description ?? item.dc?.descriptions?.[0],
      content: item.content?.encoded,
      date: item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0],
      author: personName(item.dc?.creators),
      source: item.dc?.sources?.[0],
      language: item.dc?.languages?.[0] ?? item.xml?.lang,
      categories: (item.dc?.subjects ?? []).map((term) => ({ term })),
      bases: [feed.xml?.base, item.xml?.base],
    })),
  }
}

function ofAtom(feed: AtomFeed.Feed<string>): Feed {
  return {
    title: feed.title?.value,
    link: alternate(feed.links),
    language: feed.xml?.lang,
    author: personName(feed.authors?.map(({ name }) => name)),
    items: (feed.entries ?? []).map((entry) => ({
      id: entry.id,
      link: alternate(entry.links),
      title: entry.title?.value,
      summary: entry.summary?.value,
      content: entry.content?.value,
      date: entry.published ?? entry.dc?.dates?.[0] ?? entry.updated,
      author: personName(entry.authors?.map(({ name }) => name)) ?? personName(entry.dc?.creators),
      source: entry.source?.title?.value,
      language: entry.xml?.lang,
      categories: (entry.categories ?? []).map(({ term, label, scheme }) => ({ term: term ?? '', label, scheme })),
      bases: [feed.xml?.base, entry.xml?.base],
    })),
  }
}

function ofJson(feed: JsonFeed.Feed<string>): Feed {
  return {
    title: feed.title,
    link: feed.home_page_url,
    language: feed.language,
    author: personName(feed.authors?.map(({ name }) => name)),
    items: (feed.items ?? []).map(
      (item): FeedItem => ({
        id: item.id,
        link: item.url ?? item.external_url,
        title: item.title,
        summary: item.summary,
        content: item.content_html ?? item.content_text,
        date: item.date_published ?? item.date_modified,
        author: personName(item.authors?.map(({ name }) => name)),
        language: item.language,
        categories: (item.tags ?? []).map((term) => ({ term })),
        bases: [],
      }),
    ),
  }
}

function permalink(guid: RssFeed.Guid | undefined): string | undefined {
  return guid?.isPermaLink !== false && /^https?:\/\//i.test(guid?.value ?? '') ? guid?.value : undefined
}

function alternate(links: readonly AtomFeed.Link<string>[] | undefined): string | undefined {
  const candidates = (links ?? []).filter(({ rel }) => rel === undefined || rel === 'alternate')
  return (candidates.find(({ type }) => type === undefined || /html/i.test(type)) ?? candidates[0])?.href
}

/** The names that are names: feeds often give a mail address there, which is nobody's business. */
function personName(names: readonly (string | undefined)[] | undefined): string | undefined {
  const known = (names ?? []).filter((name) => name !== undefined && name !== '' && !name.includes('@'))
  return known.length === 0 ? undefined : known.join(', ')
}
