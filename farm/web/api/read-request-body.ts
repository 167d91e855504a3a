import type { Bytes } from '../../../pipeline/intake/byte-source.ts'
import { fail, ok, type Result } from '../../../pipeline/model/problem.ts'
import { type FileBytes, scratchFile } from '../../batches/file-bytes.ts'
import { TooLarge, upTo } from '../body-length.ts'
import type { Operation } from './operation.ts'

const JSON_BYTES = 1024 * 1024
const DEEPEST = 16

/** What came with a request: the bytes, and what they say where the operation takes JSON. */
export interface RequestBody {
  readonly bytes: Bytes
  readonly body: unknown
  /** The file that came, aside on the disk. */
  readonly file?: FileBytes
}

/** Reads the body of a request, never more of it than allowed; a file, `max` bytes at most, is written aside below `folder`, to be closed. Problems: `body-too-large`, `unsupported-media-type`, `bad-json`, `too-deep`. */
export async function readRequestBody(
  request: Request,
  { takes, bodyOptional }: Operation,
  aside: { readonly folder: string; readonly max: number },
): Promise<Result<RequestBody>> {
  if (takes === undefined) return ok({ bytes: new Uint8Array(), body: undefined })
  if (takes === 'file') return fileAside(request, aside)
  const bytes = await boundedBytes(request, JSON_BYTES)
  if (!bytes) return fail({ code: 'body-too-large', params: { max: JSON_BYTES } })
  if (bodyOptional && bytes.length === 0) return ok({ bytes, body: undefined })
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!JSON_TYPES.has(type)) return fail({ code: 'unsupported-media-type', params: { expected: 'application/json' } })
  return parsed(bytes)
}

/** Names under which JSON of this API may come and go. */
export const JSON_TYPES: ReadonlySet<string> = new Set(['application/json', 'application/vnd.terroir.v1+json'])

async function fileAside(
  request: Request,
  { folder, max }: { readonly folder: string; readonly max: number },
): Promise<Result<RequestBody>> {
  try {
    const file = await scratchFile(folder, upTo(max, request.body))
    return ok({ bytes: file, body: undefined, file })
  } catch (error) {
    if (error instanceof TooLarge) return fail({ code: 'body-too-large', params: { max } })
    throw error
  }
}

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
