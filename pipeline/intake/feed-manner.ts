import { absoluteUrl } from './absolute-url.ts'
import { decode } from './decode.ts'
import { plainLine } from './feed-text.ts'
import { attribute, localName, tags } from './tags.ts'

/** What a feed says of how it wants to be followed. */
export interface FeedManner {
  /** How long it asks to be left alone, ms (`ttl`, `sy:updatePeriod`), a week at most; null where it says nothing. */
  readonly asks: number | null
  /** Where news of it may be subscribed to (W3C WebSub §4), and the address it is known by there. */
  readonly hub: string | null
  readonly self: string | null
  /** What it calls itself; empty where it says nothing. */
  readonly title: string
}

/** Reads the head of a feed or a calendar, before its first item; anything else than these says nothing. */
export function feedManner(
  bytes: Uint8Array,
  { mediaType, baseUrl }: { readonly mediaType?: string | undefined; readonly baseUrl?: string | undefined },
): FeedManner {
  const decoded = decode(bytes.subarray(0, HEAD), mediaType)
  const text = decoded.ok ? decoded.value.text : ''
  const said = text.trimStart().startsWith('{') ? ofJson(bytes) : CALENDAR.test(text) ? ofCalendar(text) : ofXml(text)
  const address = (one: string | undefined) => (one === undefined ? null : (absoluteUrl(one, baseUrl) ?? null))
  const title = plainLine(said.title ?? '').slice(0, 200)
  return { asks: pace(said), hub: address(said.hub), self: address(said.self), title }
}

const HEAD = 65_536
const WEEK = 7 * 86_400_000

interface Said {
  ttl?: string
  period?: string
  frequency?: string
  hub?: string | undefined
  self?: string | undefined
  title?: string | undefined
}

const NAMES: Readonly<Record<string, 'ttl' | 'period' | 'frequency'>> = {
  ttl: 'ttl',
  updateperiod: 'period',
  updatefrequency: 'frequency',
}

function ofXml(text: string): Said {
  const said: Said = {}
  for (const tag of tags(text)) {
    const name = localName(tag.name)
    if (name === 'item' || name === 'entry') return said
    const known = NAMES[name]
    if (known && tag.kind === 'open') said[known] ??= text.slice(tag.end, text.indexOf('<', tag.end)).trim()
    if (name === 'title' && tag.kind === 'open') said.title ??= inside(text, tag.end)
    if (name === 'link' && tag.kind !== 'close') takeLink(said, text.slice(tag.start, tag.end))
  }
  return said
}

function inside(text: string, start: number): string {
  const end = text.indexOf('</', start)
  const written = text.slice(start, end === -1 ? start : Math.min(end, start + 2000)).trim()
  const [, kept = written] = /^<!\[CDATA\[([\s\S]*)\]\]>$/.exec(written) ?? []
  return kept
}

const CALENDAR = /^\s*BEGIN:VCALENDAR/i

function ofCalendar(text: string): Said {
  const [, name] = /^(?:X-WR-CALNAME|NAME)(?:;[^:\r\n]*)?:(.*)$/im.exec(text) ?? []
  return { title: name?.replace(/\\([,;\\])/g, '$1') }
}

function takeLink(said: Said, tag: string): void {
  const href = attribute(tag, 'href')?.replaceAll('&amp;', '&')
  const relations = attribute(tag, 'rel')?.toLowerCase().split(/\s+/) ?? []
  if (href !== undefined && relations.includes('hub')) said.hub ??= href
  if (href !== undefined && relations.includes('self')) said.self ??= href
}

const MOST_JSON = 5_000_000

function ofJson(bytes: Uint8Array): Said {
  if (bytes.length > MOST_JSON) return {}
  try {
    const feed: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const [hub] = Array.isArray(member(feed, 'hubs')) ? Array.from(Object.values(member(feed, 'hubs') ?? {})) : []
    return { hub: text(member(hub, 'url')), self: text(member(feed, 'feed_url')), title: text(member(feed, 'title')) }
  } catch {
    return {}
  }
}

function member(value: unknown, name: string): object | string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  return typeof found === 'string' || (typeof found === 'object' && found !== null) ? found : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

const PERIODS: Readonly<Record<string, number>> = {
  hourly: 3_600_000,
  daily: 86_400_000,
  weekly: WEEK,
  monthly: WEEK,
  yearly: WEEK,
}

function pace({ ttl = '', period = '', frequency = '' }: Said): number | null {
  if (/^\d{1,6}$/.test(ttl) && Number(ttl) > 0) return Math.min(Number(ttl) * 60_000, WEEK)
  const length = PERIODS[period.toLowerCase()]
  if (length === undefined) return null
  const times = /^\d{1,4}$/.test(frequency) ? Math.max(1, Number(frequency)) : 1
  return Math.min(length / times, WEEK)
}
