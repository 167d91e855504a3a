import { hash, randomUUID } from 'node:crypto'
import type { Visit } from '../visit.ts'

const BORN = randomUUID()

/** The ETag of a list of this site at that address, without reading it: another after any change of the site, its day, or a restart. */
export function listValidator({ farm, site }: Pick<Visit, 'farm' | 'site'>, url: URL): string {
  farm.epochs.refresh()
  const tags = [`site:${site?.id}`, 'day'].map((tag) => farm.epochs.current(tag))
  return `W/"${hash('sha1', [BORN, ...tags, url.href].join(' '), 'base64url')}"`
}

/** Whether the reader says it holds what this ETag stands for (RFC 9110 §13.1.2, by weak comparison). */
export function holds(request: Request, etag: string): boolean {
  const said = request.headers.get('if-none-match') ?? ''
  return [...said.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag.slice(2))
}

/** The answer to a reader who holds it; caches may keep what is public, asking each time. */
export function unchanged(etag: string, isPublic: boolean): Response {
  const control = isPublic ? 'public, max-age=0, must-revalidate' : 'private, no-store'
  return new Response(null, { status: 304, headers: { etag, 'cache-control': control } })
}
