import { Page, type PageParts } from '../../../farm/cache/page.ts'

/** A page of the given text; every part may be told. */
export function samplePage(text: string, parts: Partial<PageParts> = {}): Page {
  const chunks = [Buffer.from(text)]
  const mediaType = 'text/html; charset=utf-8'
  return new Page({
    status: 200,
    headers: ['content-type', mediaType],
    mediaType,
    chunks,
    tags: ['t'],
    begun: 0,
    ...parts,
  })
}
