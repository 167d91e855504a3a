/** First address of each relation a `Link` header names (RFC 8288), in lower case; reads its first 8,000 characters. */
export function linksOf(header: string | undefined): ReadonlyMap<string, string> {
  const links = new Map<string, string>()
  for (const [, address = '', params = ''] of (header ?? '').slice(0, 8000).matchAll(LINK)) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(params) ?? []
    for (const relation of (quoted ?? bare ?? '').toLowerCase().split(/\s+/)) {
      if (relation !== '' && !links.has(relation)) links.set(relation, address.trim())
    }
  }
  return links
}

const LINK = /<([^<>]*)>((?:;[^,;<"]*(?:"[^"]*")?[^,;<"]*)*)/g
