import { fail, ok, type Result } from '../../../pipeline/model/problem.ts'
import type { Operation } from './operation.ts'

const JSON_BYTES = 1024 * 1024
const FILE_BYTES = 12 * 1024 * 1024
const DEEPEST = 16

/** What came with a request: the bytes, and what they say where the operation takes JSON. */
export interface RequestBody {
  readonly bytes: Uint8Array
  readonly body: unknown
}

/** Reads the body of a request, never more of it than allowed. Problems: `body-too-large`, `unsupported-media-type`, `bad-json`, `too-deep`. */
export async function readRequestBody(request: Request, { takes }: Operation): Promise<Result<RequestBody>> {
  if (takes === undefined) return ok({ bytes: new Uint8Array(), body: undefined })
  const max = takes === 'file' ? FILE_BYTES : JSON_BYTES
  const bytes = await boundedBytes(request, max)
  if (!bytes) return fail({ code: 'body-too-large', params: { max } })
  if (takes === 'file') return ok({ bytes, body: bytes })
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!JSON_TYPES.has(type)) return fail({ code: 'unsupported-media-type', params: { expected: 'application/json' } })
  return parsed(bytes)
}

/** Names under which JSON of this API may come and go. */
export const JSON_TYPES: ReadonlySet<string> = new Set(['application/json', 'application/vnd.terroir.v1+json'])

async function boundedBytes(request: Request, max: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > max) return undefined
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > max) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parsed(bytes: Uint8Array): Result<RequestBody> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (depthOf(text) > DEEPEST) return fail({ code: 'too-deep', params: { max: DEEPEST } })
    const body: unknown = JSON.parse(text)
    return ok({ bytes, body })
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 120) : ''
    return fail({ code: 'bad-json', params: { reason } })
  }
}

// Counted before it is parsed: no parser is asked to follow a hundred thousand brackets.
function depthOf(text: string): number {
  let [depth, deepest, quoted] = [0, 0, false]
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i]
    if (quoted) {
      if (sign === '\\') i += 1
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++depth)
    else if (sign === ']' || sign === '}') depth -= 1
  }
  return deepest
}
