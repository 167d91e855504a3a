import type { Memory } from '../memory.ts'
import type { Visit } from './visit.ts'

interface KeptAnswer {
  readonly memory: Memory
  readonly begun: number
  readonly headers: Headers
  readonly body: Uint8Array<ArrayBuffer>
}

const MOST_BYTES = 4 * 1024 * 1024

const shelf = new Map<string, KeptAnswer>()
let held = 0

/**
 * Answers with the page this very reader was shown before, while nothing of its site, of the network or of the day has changed since: the
 * members of a private site come back to the same lists all day, and no cache before us may hold them. A page is kept only where it
 * says so (`locals.staysForItsReader`) and answered 200; `draw` draws it.
 */
export async function keptAnswer(
  visit: Visit,
  { request, locals, page }: { readonly request: Request; readonly locals: App.Locals; readonly page: string },
  draw: () => Promise<Response>,
): Promise<Response> {
  const { site, memory, farm } = visit
  if (!site || request.method !== 'GET') return draw()
  const { epochs } = farm
  const key = JSON.stringify([page, request.url, visit.origin, visit.asked, visit.session, visit.actor])
  const known = shelf.get(key)
  const moved = Math.max(epochs.current(`site:${site.id}`), epochs.current('day'))
  if (known && known.memory === memory && moved <= known.begun)
    return new Response(known.body, { headers: known.headers })
  const begun = epochs.now()
  const answer = await draw()
  if (!locals.staysForItsReader || answer.status !== 200) return answer
  const body = new Uint8Array(await answer.arrayBuffer())
  keep(key, { memory, begun, headers: answer.headers, body })
  return new Response(body, { headers: answer.headers })
}

function keep(key: string, answer: KeptAnswer): void {
  held += answer.body.byteLength - (shelf.get(key)?.body.byteLength ?? 0)
  if (held > MOST_BYTES) {
    shelf.clear()
    held = answer.body.byteLength
  }
  shelf.set(key, answer)
}
