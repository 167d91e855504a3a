import RSS from 'rss'
import { TERRITORY_SCHEME, THEME_SCHEME } from '../pipeline/model/subject-schemes.ts'
import type { ExportedEntry, ExportedList } from './exported.ts'
import { legalXml } from './legal-xml.ts'
import { relations } from './relations.ts'
import { instant } from './xml-element.ts'

/** RSS 2.0 with Dublin Core, content and Atom elements; themes and territories are categories told apart by their `domain`. */
export async function* writeRss(list: ExportedList): AsyncGenerator<string> {
  const [head, tail] = halves(channel(list))
  yield `${head}\n`
  for await (const entry of list.entries) yield `${item(entry, list)}\n`
  yield `${tail}\n`
}

// The package always stamps the current time; a feed that did not change must not. No text we pass can hold this mark.
const MARK = '\u0000'
const STAMP = new RegExp(`<generator>${MARK}</generator><lastBuildDate>[^<]*</lastBuildDate>`)

const NAMESPACES = {
  at: 'http://purl.org/atompub/tombstones/1.0',
  georss: 'http://www.georss.org/georss',
  media: 'http://search.yahoo.com/mrss/',
}

function channel(list: ExportedList): string {
  const feed = new RSS({
    title: legalXml(list.title),
    description: legalXml(list.description),
    site_url: legalXml(list.link),
    feed_url: legalXml(list.self),
    language: legalXml(list.language),
    generator: MARK,
    custom_namespaces: NAMESPACES,
    custom_elements: [
      ...relations(list).map(([rel, href]) => ({ 'atom:link': { _attr: { rel, href: legalXml(href) } } })),
      ...(list.deleted ?? []).map(({ uri, at }) => ({
        'at:deleted-entry': { _attr: { ref: legalXml(uri), when: instant(at) } },
      })),
    ],
  })
  // An empty list never changed: nothing is said rather than a day of 1970.
  const built = list.updatedAt > 0 ? `<lastBuildDate>${new Date(list.updatedAt).toUTCString()}</lastBuildDate>` : ''
  return feed.xml().replace(STAMP, `<generator>Terroir</generator>${built}`)
}

function halves(xml: string): [string, string] {
  const end = xml.lastIndexOf('</channel>')
  return [xml.slice(0, end), xml.slice(end)]
}

/** One item, cut out of a feed of its own: a long list never stands in memory as a whole. */
function item(entry: ExportedEntry, list: ExportedList): string {
  const feed = new RSS({ title: 'item', site_url: 'item', feed_url: '' })
  feed.item({
    title: legalXml(entry.title),
    description: legalXml(entry.summary || entry.gist),
    url: legalXml(entry.link),
    guid: legalXml(entry.uri),
    author: legalXml(entry.organisation),
    date: new Date(entry.publishedAt),
    custom_elements: extraElements(entry, list),
  })
  const xml = feed.xml()
  return xml.slice(xml.indexOf('<item>'), xml.lastIndexOf('</channel>'))
}

function extraElements(entry: ExportedEntry, list: ExportedList): object[] {
  return [
    ...entry.themes.map(({ label }) => category(THEME_SCHEME, label)),
    ...entry.territories.map(({ name }) => category(TERRITORY_SCHEME, name)),
    // RSS has no place for the code of a category.
    ...entry.themes.map(({ code, label }) => coded(THEME_SCHEME, code, label)),
    ...entry.territories.map(({ key, name }) => coded(TERRITORY_SCHEME, key, name)),
    ...enclosures(entry),
    ...(entry.point ? [{ 'georss:point': `${entry.point.latitude} ${entry.point.longitude}` }] : []),
    { 'atom:updated': instant(entry.updatedAt) },
    ...(entry.language === list.language ? [] : [{ 'dc:language': legalXml(entry.language) }]),
    ...(entry.html === '' ? [] : [{ 'content:encoded': { _cdata: legalXml(entry.html) } }]),
  ]
}

function coded(scheme: string, ...[term, label]: [string, string]): object {
  return { 'atom:category': { _attr: { scheme, term: legalXml(term), label: legalXml(label) } } }
}

// An item has one enclosure at most (RSS 2.0 as its readers take it); Media RSS carries them all.
function enclosures({ enclosures: all }: ExportedEntry): object[] {
  const [first] = all
  const media = all.map(({ url, mediaType, size }) => ({
    'media:content': {
      _attr: { url: legalXml(url), type: mediaType, ...(size === undefined ? {} : { fileSize: size }) },
    },
  }))
  if (first === undefined) return media
  const enclosure = { _attr: { url: legalXml(first.url), length: first.size ?? 0, type: first.mediaType } }
  return [{ enclosure }, ...media]
}

function category(domain: string, text: string): object {
  return { category: { _attr: { domain }, _cdata: legalXml(text) } }
}
