import type { APIRoute } from 'astro'
import { FORMATS, writeExport } from '../../../../exports/formats.ts'
import { exportedList } from '../../portal/exported-list.ts'
import { listRequest, readFilters } from '../../portal/list-query.ts'
import { sectionOf } from '../../portal/section.ts'
import { exportOf } from '../../rooms.ts'

const FEED_LENGTH = 50

/** A service's list in a format, with the filters of the page: `/agenda.rss?theme=emploi`. */
export const GET: APIRoute = async ({ url, locals: visit }) => {
  const asked = exportOf(visit.path)
  const section = sectionOf(visit, asked?.service)
  const format = Object.values(FORMATS).find((one) => one.extension === asked?.extension)
  const serviceType = section?.serviceTypes.find((one) => one.id === url.searchParams.get('kind')) ?? section?.main
  if (!section || !format || !serviceType || !visit.site)
    return new Response(visit.words('not-found.title'), { status: 404 })
  const filters = readFilters(url.searchParams, visit, serviceType)
  const request = listRequest(filters, { sections: [section], search: new URLSearchParams(), now: visit.farm.now() })
  const page = visit.href(`/${section.subscription.slug}`)
  const list = await exportedList(visit, {
    section,
    serviceType,
    request,
    self: `${visit.origin}${page}.${format.extension}${url.search}`,
    link: `${visit.origin}${page}${url.search}`,
    tombstones: format.kind === 'feed',
    most: format.kind === 'feed' ? FEED_LENGTH : Number.POSITIVE_INFINITY,
  })
  const headers = new Headers({ 'content-type': format.mediaType })
  if (list.updatedAt > 0) headers.set('last-modified', new Date(list.updatedAt).toUTCString())
  if (format.kind === 'file')
    headers.set(
      'content-disposition',
      `attachment; filename="${visit.site.id}-${section.subscription.slug}.${format.extension}"`,
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
