import type { Enclosure, ExportedEntry, ExportedList } from './exported.ts'
import { instant } from './xml-element.ts'

/** JSON Feed 1.1, item by item; codes of themes and territories, and what left the list, stand in `_terroir`. */
export async function* writeJsonFeed(list: ExportedList): AsyncGenerator<string> {
  yield `${JSON.stringify(head(list)).slice(0, -1)},"items":[`
  let separator = '\n'
  for await (const entry of list.entries) {
    yield separator + JSON.stringify(item(entry))
    separator = ',\n'
  }
  yield '\n]}\n'
}

function head(list: ExportedList): object {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: list.title,
    home_page_url: list.link,
    feed_url: list.self,
    description: list.description || undefined,
    language: list.language,
    next_url: list.pages?.next,
    hubs: list.hub === undefined ? undefined : [{ type: 'WebSub', url: list.hub }],
    _terroir: {
      updated: instant(list.updatedAt),
      deleted: (list.deleted ?? []).map(({ uri, at }) => ({ id: uri, at: instant(at) })),
    },
  }
}

function item(entry: ExportedEntry): object {
  const said = entry.summary || entry.gist
  return {
    id: entry.uri,
    url: entry.link,
    title: entry.title,
    // The standard wants a content, even where an entry has only its facts.
    ...(entry.html === '' ? { content_text: said || entry.title } : { content_html: entry.html }),
    summary: said || undefined,
    date_published: instant(entry.publishedAt),
    date_modified: instant(entry.updatedAt),
    authors: [{ name: entry.organisation }],
    tags: [...entry.themes.map(({ label }) => label), ...entry.territories.map(({ name }) => name)],
    language: entry.language,
    image: entry.enclosures.find(({ mediaType }) => mediaType.startsWith('image/'))?.url,
    attachments: entry.enclosures.length === 0 ? undefined : entry.enclosures.map(attachment),
    _terroir: {
      themes: entry.themes.map(({ code }) => code),
      territories: entry.territories.map(({ key }) => key),
      point: entry.point,
    },
  }
}

function attachment({ url, mediaType, size, title }: Enclosure): object {
  return { url, mime_type: mediaType, title: title || undefined, size_in_bytes: size }
}
