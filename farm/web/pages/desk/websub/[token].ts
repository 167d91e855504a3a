import type { APIRoute } from 'astro'
import { hearNews } from '../../../../jobs/news.ts'
import { answerHub } from '../../../../sources/hub-calls.ts'

/** A hub asks whether the farm did subscribe (W3C WebSub §5.3). */
export const GET: APIRoute = async ({ params, url, locals: { farm } }) => {
  const challenge = await answerHub(farm, params.token ?? '', url.searchParams)
  if (challenge === undefined) return new Response(null, { status: 404 })
  return new Response(challenge, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
}

/** A hub brings news of a source (W3C WebSub §7): believed by its signature, and taken in behind its back. */
export const POST: APIRoute = async ({ params, request, locals: { farm } }) => {
  const body = await boundedBody(request)
  if (body === undefined) return new Response(null, { status: 413 })
  const { headers } = request
  const signature = headers.get('x-hub-signature') ?? ''
  const mediaType = headers.get('content-type') ?? ''
  const heard = await hearNews(farm, { token: params.token ?? '', body, signature, mediaType })
  // An unsigned message is answered as any other, so that nobody learns by trying (§7.1).
  return new Response(null, { status: heard === 'stranger' ? 410 : 202 })
}

const MOST = 4 * 1024 * 1024

async function boundedBody({ body }: Request): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of body ?? []) {
    size += piece.byteLength
    if (size > MOST) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
