import { TERRITORY_SCHEME, THEME_SCHEME } from '../pipeline/model/subject-schemes.ts'
import type { ExportedEntry, ExportedList, Tombstone } from './exported.ts'
import { relations } from './relations.ts'
import { element, instant, openElement, type XmlContent } from './xml-element.ts'

/** Atom (RFC 4287) with a tombstone per entry that left (RFC 6721), entry by entry. */
export async function* writeAtom(list: ExportedList): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${openElement('feed', feedContent(list))}\n`
  for (const tombstone of list.deleted ?? []) yield `${element('at:deleted-entry', deletedContent(tombstone))}\n`
  for await (const entry of list.entries) yield `${element('entry', entryContent(entry, list))}\n`
  yield '</feed>\n'
}

function feedContent(list: ExportedList): XmlContent {
  return {
    '@_xmlns': 'http://www.w3.org/2005/Atom',
    '@_xmlns:at': 'http://purl.org/atompub/tombstones/1.0',
    '@_xmlns:georss': 'http://www.georss.org/georss',
    '@_xml:lang': list.language,
    // The pages of a list are one feed.
    id: list.pages?.first ?? list.self,
    title: list.title,
    subtitle: list.description || undefined,
    link: [
      { '@_rel': 'self', '@_type': 'application/atom+xml', '@_href': list.self },
      { '@_rel': 'alternate', '@_type': 'text/html', '@_href': list.link },
      ...relations(list).map(([rel, href]) => ({ '@_rel': rel, '@_href': href })),
    ],
    updated: instant(list.updatedAt),
    generator: 'Terroir',
  }
}

function deletedContent(tombstone: Tombstone): XmlContent {
  return { '@_ref': tombstone.uri, '@_when': instant(tombstone.at) }
}

function entryContent(entry: ExportedEntry, list: ExportedList): XmlContent {
  return {
    '@_xml:lang': entry.language === list.language ? undefined : entry.language,
    id: entry.uri,
    title: entry.title,
    link: [
      { '@_rel': 'alternate', '@_type': 'text/html', '@_href': entry.link },
      ...entry.enclosures.map(({ url, mediaType, size, title }) => ({
        '@_rel': 'enclosure',
        '@_type': mediaType,
        '@_length': size,
        '@_title': title || undefined,
        '@_href': url,
      })),
    ],
    published: instant(entry.publishedAt),
    updated: instant(entry.updatedAt),
    author: { name: entry.organisation },
    category: categories(entry),
    summary: entry.summary || entry.gist || undefined,
    content: entry.html === '' ? undefined : { '@_type': 'html', '#text': entry.html },
    'georss:point': entry.point && `${entry.point.latitude} ${entry.point.longitude}`,
  }
}

function categories(entry: ExportedEntry): XmlContent {
  const themes = entry.themes.map(({ code, label }) => ({
    '@_scheme': THEME_SCHEME,
    '@_term': code,
    '@_label': label,
  }))
  const territories = entry.territories.map(({ key, name }) => ({
    '@_scheme': TERRITORY_SCHEME,
    '@_term': key,
    '@_label': name,
  }))
  return [...themes, ...territories]
}
