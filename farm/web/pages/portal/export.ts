import type { APIRoute } from 'astro'
import { writeExport } from '../../../../exports/formats.ts'
import { sectionExport } from '../../portal/section-export.ts'

/** A service's list in a format, with the filters of the page: `/agenda.rss?theme=emploi`. */
export const GET: APIRoute = async ({ url, locals: visit }) => {
  const found = await sectionExport(visit, url)
  if (!found || !visit.site) return new Response(visit.words('not-found.title'), { status: 404 })
  const { format, list, subscription } = found
  const headers = new Headers({ 'content-type': format.mediaType })
  if (list.updatedAt > 0) headers.set('last-modified', new Date(list.updatedAt).toUTCString())
  if (format.kind === 'file')
    headers.set(
      'content-disposition',
      `attachment; filename="${visit.site.id}-${subscription.slug}.${format.extension}"`,
    )
  if (visit.site.visibility === 'public') headers.set('farm-cache-tags', `site:${visit.site.id}, day`)
  return new Response(streamOf(writeExport(format.name, list)), { headers })
}

function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => void (await iterator.return?.()),
  })
}
