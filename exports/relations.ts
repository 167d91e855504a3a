import type { ExportedList } from './exported.ts'

/** What a feed links to beside itself and its page: its other pages (RFC 5005 §3) and its hub (W3C WebSub §4), by relation. */
export function relations({ pages, hub }: Pick<ExportedList, 'pages' | 'hub'>): readonly (readonly [string, string])[] {
  const links = { first: pages?.first, previous: pages?.previous, next: pages?.next, hub }
  return Object.entries(links).flatMap(([rel, href]) => (href === undefined ? [] : [[rel, href] as const]))
}
