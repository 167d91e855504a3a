import type { ExportedEntry, ExportedList } from './exported.ts'
import { instant } from './xml-element.ts'

/** The list as one JSON document, `{ …, "deleted": […], "entries": […] }`, entry by entry, one a line. */
export async function* writeJson(list: ExportedList): AsyncGenerator<string> {
  yield `${JSON.stringify(head(list)).slice(0, -1)},"entries":[`
  let separator = '\n'
  for await (const entry of list.entries) {
    yield separator + JSON.stringify(body(entry, list))
    separator = ',\n'
  }
  yield '\n]}\n'
}

function head(list: ExportedList): object {
  return {
    title: list.title,
    link: list.link,
    self: list.self,
    language: list.language,
    serviceType: list.serviceType.id,
    updated: instant(list.updatedAt),
    deleted: (list.deleted ?? []).map(({ uri, at }) => ({ uri, at: instant(at) })),
  }
}

function body(entry: ExportedEntry, list: ExportedList): object {
  return {
    id: entry.id,
    serviceType: entry.serviceType.id,
    state: entry.state,
    uri: entry.uri,
    link: entry.link,
    published: instant(entry.publishedAt),
    updated: instant(entry.updatedAt),
    organisation: entry.organisation,
    point: entry.point,
    enclosures: entry.enclosures.length === 0 ? undefined : entry.enclosures,
    language: entry.language,
    themes: entry.themes,
    territories: entry.territories,
    values: Object.fromEntries(list.fields.map(({ name }) => [name, entry.values[name]])),
  }
}
