import { fail } from '../model/problem.ts'
import { absoluteUrl } from './absolute-url.ts'
import { plainLine } from './feed-text.ts'
import type { IntakeText } from './reader.ts'
import { attribute, localName, tags } from './tags.ts'

/** The refusal `html-instead-of-feed` of a web page, with the address of the feed it announces (`rel="alternate"`) as `feed`. */
export function htmlInsteadOfFeed({ text, options }: IntakeText): ReturnType<typeof fail> {
  const feed = feedsOfPage(text, options.baseUrl).find(({ announced }) => announced)?.url
  return fail({ code: 'html-instead-of-feed', ...(feed === undefined ? {} : { params: { feed } }) })
}

/** A feed a web page tells of. */
export interface PageFeed {
  readonly url: string
  /** As the page names it; empty where it does not. */
  readonly title: string
  /** Said to be one (`rel="alternate"`), rather than a link that looks like one. */
  readonly announced: boolean
}

const MOST = 20
const READ = 500_000

/** The feeds and calendars a web page tells of, each once: those it announces first, then links whose address looks like one. */
export function feedsOfPage(text: string, baseUrl: string | undefined): readonly PageFeed[] {
  const page = text.slice(0, READ)
  const announced: PageFeed[] = []
  const linked: PageFeed[] = []
  let base: string | undefined
  for (const { name, kind, start, end } of tags(page)) {
    const element = localName(name)
    if (kind === 'close' || !ADDRESSED.has(element)) continue
    const tag = page.slice(start, end)
    const href = attribute(tag, 'href')?.replaceAll('&amp;', '&')
    if (href === undefined) continue
    if (element === 'base') base ??= href
    const list =
      element === 'link' && isFeed(tag) ? announced : element === 'a' && LIKELY.test(href) ? linked : undefined
    const url = list && (absoluteUrl(href, baseUrl, base) ?? (baseUrl === undefined ? href : undefined))
    if (list && url && list.length < MOST && !list.some((one) => one.url === url))
      list.push({ url, title: plainLine(attribute(tag, 'title') ?? '').slice(0, 200), announced: list === announced })
  }
  const told = new Set(announced.map(({ url }) => url))
  return [...announced, ...linked.filter(({ url }) => !told.has(url))].slice(0, MOST)
}

const ADDRESSED = new Set(['base', 'link', 'a'])
const FEED_TYPE = /^\s*(?:application\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)|text\/calendar)/i
const LIKELY = /(?:^|[/?&=._-])(?:rss|atom|rdf|feeds?|backend)(?:[/?&#=._-]|\d{0,2}$)|\.ics(?:[?#]|$)/i

function isFeed(tag: string): boolean {
  return /\balternate\b/i.test(attribute(tag, 'rel') ?? '') && FEED_TYPE.test(attribute(tag, 'type') ?? '')
}
