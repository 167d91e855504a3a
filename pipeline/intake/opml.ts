import { fail, ok, type Result } from '../model/problem.ts'
import { decode } from './decode.ts'
import { plainLine } from './feed-text.ts'
import { attribute, localName, tags } from './tags.ts'
import { declarationProblem } from './xml-guard.ts'

/** A feed of a list of subscriptions. */
export interface OpmlFeed {
  readonly title: string
  readonly url: string
  /** Names of the outlines it lies in, outermost first; those of its own `category` where it lies in none. */
  readonly categories: readonly string[]
}

/** Most feeds read from one list. */
export const MAX_FEEDS = 2000
const MAX_DEPTH = 64

/**
 * Reads a list of subscriptions (OPML 1.0 to 2.0), well formed or not: what has an address of a feed is one, so is what says
 * it is one and only has a page; what has none and holds
 * others is a category. Problems: `not-opml`, `doctype-refused`, `too-deep` { max }, `too-many-feeds` { max }, those of `decode`.
 */
export function readOpml(bytes: Uint8Array): Result<readonly OpmlFeed[]> {
  const decoded = decode(bytes)
  if (!decoded.ok) return decoded
  const { text } = decoded.value
  const feeds: OpmlFeed[] = []
  const inside: string[] = []
  let isOpml = false
  for (const tag of tags(text)) {
    const problem = tag.kind === 'declaration' ? declarationProblem(text, tag) : undefined
    if (problem) return fail(problem)
    const name = localName(tag.name)
    if (!isOpml && name !== 'opml') return fail({ code: 'not-opml' })
    isOpml = true
    if (name !== 'outline') continue
    if (tag.kind === 'close') inside.pop()
    else {
      const outline = text.slice(tag.start, tag.end)
      const feed = feedOf(outline, inside)
      if (feed) feeds.push(feed)
      if (tag.kind === 'open') inside.push(feed ? '' : titleOf(outline))
    }
    if (inside.length > MAX_DEPTH) return fail({ code: 'too-deep', params: { max: MAX_DEPTH } })
    if (feeds.length > MAX_FEEDS) return fail({ code: 'too-many-feeds', params: { max: MAX_FEEDS } })
  }
  return isOpml ? ok(feeds) : fail({ code: 'not-opml' })
}

function feedOf(outline: string, inside: readonly string[]): OpmlFeed | undefined {
  const isFeed = /^(?:rss|atom|feed)/i.test(attribute(outline, 'type')?.trim() ?? '')
  const address =
    attribute(outline, 'xmlUrl') || (isFeed && (attribute(outline, 'url') || attribute(outline, 'htmlUrl')))
  const url = plainLine(address || '').trim()
  if (url === '') return undefined
  const lying = inside.filter((one) => one !== '')
  const [own = ''] = (attribute(outline, 'category') ?? '').split(',')
  const named = own.split('/').filter((one) => one.trim() !== '')
  return { title: titleOf(outline) || url, url: url.slice(0, 2000), categories: lying.length > 0 ? lying : named }
}

function titleOf(outline: string): string {
  return plainLine(attribute(outline, 'title') || attribute(outline, 'text') || '').slice(0, 200)
}
