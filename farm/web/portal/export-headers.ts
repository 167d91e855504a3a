import type { SectionExport } from './section-export.ts'

/** What an export says of itself beside its text: its file name, its hub, and where its table is described. */
export function exportHeaders({ format, list }: Pick<SectionExport, 'format' | 'list'>, name: string): Headers {
  const headers = new Headers({ 'content-type': format.mediaType })
  if (format.kind === 'file') headers.set('content-disposition', `attachment; filename="${name}.${format.extension}"`)
  if (list.hub !== undefined) headers.set('link', `<${list.hub}>; rel="hub", <${list.self}>; rel="self"`)
  if (format.name === 'csv' || format.name === 'csv-excel')
    headers.set('link', `<${metadataAddress(list.self)}>; rel="describedby"; type="application/csvm+json"`)
  return headers
}

// Where the standard looks first (W3C CSV on the Web §5.3), its filters after it.
function metadataAddress(self: string): string {
  const [place = '', query] = self.split('?')
  return `${place}-metadata.json${query === undefined ? '' : `?${query}`}`
}
