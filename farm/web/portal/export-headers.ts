import type { SectionExport } from './section-export.ts'

/** What an export says of itself beside its text: its file name, its hub, and where its table is described, for who came by a key by that key. */
export function exportHeaders(
  { format, list }: Pick<SectionExport, 'format' | 'list'>,
  { name, readerKey }: { readonly name: string; readonly readerKey?: string | undefined },
): Headers {
  const headers = new Headers({ 'content-type': format.mediaType })
  if (format.kind === 'file') headers.set('content-disposition', `attachment; filename="${name}.${format.extension}"`)
  if (list.hub !== undefined) headers.set('link', `<${list.hub}>; rel="hub", <${list.self}>; rel="self"`)
  if (format.name === 'csv' || format.name === 'csv-excel')
    headers.set('link', `<${metadataAddress(list.self, readerKey)}>; rel="describedby"; type="application/csvm+json"`)
  return headers
}

// Where the standard looks first (W3C CSV on the Web §5.3), its filters after it.
function metadataAddress(self: string, readerKey: string | undefined): string {
  const [place = '', query] = self.split('?')
  const search = new URLSearchParams(query)
  if (readerKey !== undefined) search.set('key', readerKey)
  return `${place}-metadata.json${search.size === 0 ? '' : `?${search}`}`
}
