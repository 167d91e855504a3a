import { fail } from '../model/problem.ts'
import { absoluteUrl } from './absolute-url.ts'
import type { IntakeText } from './reader.ts'
import { attribute, localName, tags } from './tags.ts'

/** The refusal `html-instead-of-feed` of a web page, with the address of the feed it announces (`rel="alternate"`) as `feed`. */
export function htmlInsteadOfFeed({ text, options }: IntakeText): ReturnType<typeof fail> {
  const feed = announcedFeed(text, options.baseUrl)
  return fail({ code: 'html-instead-of-feed', ...(feed === undefined ? {} : { params: { feed } }) })
}

const FEED_TYPE = /^application\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)/i

function announcedFeed(text: string, baseUrl: string | undefined): string | undefined {
  for (const found of tags(text.slice(0, 200_000))) {
    if (localName(found.name) !== 'link' || found.kind === 'close') continue
    const tag = text.slice(found.start, found.end)
    const href = attribute(tag, 'href')
    const isFeed = /\balternate\b/i.test(attribute(tag, 'rel') ?? '') && FEED_TYPE.test(attribute(tag, 'type') ?? '')
    if (isFeed && href !== undefined) return absoluteUrl(href.replaceAll('&amp;', '&'), baseUrl) ?? href
  }
  return undefined
}
