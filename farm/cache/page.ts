import { hash } from 'node:crypto'
import { compressLater, copyOf, type Encoding, inflate, isCompressible } from './compress.ts'

/** What a page is made of, as rendered. */
export interface PageParts {
  readonly status: number
  /** Flat list of lower-case names and values, without length, encoding, date, ETag and hop-by-hop headers. */
  readonly headers: readonly string[]
  readonly mediaType: string
  /** Body pieces in order; they are copied. */
  readonly chunks: readonly Uint8Array[]
  /** Time of last change, ms. */
  readonly lastModified?: number | undefined
  readonly tags: readonly string[]
  /** `Epochs.now()` when its rendering began. */
  readonly begun: number
}

/** One encoding of a page, ready for `writeHead` and `end`. */
export interface Variant {
  readonly body: Buffer
  /** Strong ETag with its quotes, different for each encoding (RFC 9110 § 8.8.3). */
  readonly etag: string
  readonly headers: string[]
  readonly notModifiedHeaders: string[]
}

const SUFFIX = { identity: '', gzip: '-gz', br: '-br' } as const
/** What a 304 says again beside its ETag (RFC 9110 § 15.4.5): all else the reader keeps as it holds it. */
const IN_304 = new Set(['cache-control', 'content-location', 'expires', 'vary'])
/** Rough cost of a kept page beside its bodies: headers, variants, map entry. */
const OVERHEAD = 2_000

/** A finished answer kept in memory; immutable but for the encodings it gains and loses. */
export class Page {
  readonly status: number
  readonly tags: readonly string[]
  readonly begun: number
  readonly lastModified: number | undefined
  /** ETag of the plain body without quotes. */
  readonly digest: string
  /** Called when `bytes` changed. */
  onResize: (() => void) | undefined
  readonly #headers: readonly string[]
  readonly #compressible: boolean
  readonly #bodies = new Map<Encoding, Buffer>()
  readonly #variants = new Map<Encoding, Variant>()

  constructor(parts: PageParts) {
    const body = copyOf(...parts.chunks)
    this.status = parts.status
    this.tags = parts.tags
    this.begun = parts.begun
    this.lastModified = parts.lastModified
    this.digest = hash('sha1', body, 'base64url')
    this.#headers = parts.headers
    this.#compressible = isCompressible(parts.mediaType, body.byteLength)
    this.#bodies.set('identity', body)
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    let bytes = OVERHEAD
    for (const body of this.#bodies.values()) bytes += body.byteLength
    return bytes
  }

  /** The ETags of all its encodings, with their quotes. */
  get etags(): string[] {
    return [SUFFIX.identity, SUFFIX.gzip, SUFFIX.br].map((suffix) => `"${this.digest}${suffix}"`)
  }

  /** The first kept encoding among those accepted, in order; `undefined` when only `inflate()` can provide it. */
  variant(accepted: readonly Encoding[]): Variant | undefined {
    for (const encoding of accepted) {
      const known = this.#variants.get(encoding)
      if (known) return known
      const body = this.#bodies.get(encoding)
      if (body) return this.#prepare(encoding, body)
    }
    return undefined
  }

  /** Gains gzip and brotli and lets the plain body go, which few clients ask for; `wanted` says if it is still kept. */
  async compress(quality: number, wanted: () => boolean = () => true): Promise<void> {
    const body = this.#bodies.get('identity')
    if (!body || !this.#compressible) return
    const made = await compressLater(body, quality, wanted)
    if (!made || made.gzip.byteLength > body.byteLength * 0.9) return
    this.#bodies.set('gzip', made.gzip).set('br', made.br).delete('identity')
    this.#variants.clear()
    this.onResize?.()
  }

  /** Brings the plain body back for clients that take no other; it then stays. */
  async inflate(): Promise<void> {
    const gzipped = this.#bodies.get('gzip')
    if (this.#bodies.has('identity') || !gzipped) return
    this.#bodies.set('identity', await inflate(gzipped))
    this.onResize?.()
  }

  #prepare(encoding: Encoding, body: Buffer): Variant {
    const etag = `"${this.digest}${SUFFIX[encoding]}"`
    const headers = [...this.#headers, 'etag', etag, 'content-length', String(body.byteLength)]
    if (encoding !== 'identity') headers.push('content-encoding', encoding)
    const variant = { body, etag, headers, notModifiedHeaders: [...saidAgain(this.#headers), 'etag', etag] }
    this.#variants.set(encoding, variant)
    return variant
  }
}

function saidAgain(headers: readonly string[]): string[] {
  return headers.filter((_, at) => IN_304.has(headers[at - (at % 2)] ?? ''))
}
