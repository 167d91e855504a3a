import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Transform } from 'node:stream'
import { type Head, takeHead } from './head.ts'

/** An answer sent on as it comes. */
export interface Passing {
  readonly kind: 'pass'
  readonly status: number
  readonly headers: string[]
  /** Sent in place of the body the app writes; an empty one for 304. */
  readonly instead?: Buffer
  /** Compresses the body on its way; the headers already say so. */
  readonly encoder?: Transform
}

/** What an answer of the app becomes: sent on, or collected whole. */
export type Fate = Passing | { readonly kind: 'collect'; readonly collector: Collector }

/** Takes the body of an answer that may be kept. */
export interface Collector {
  /** More bytes than this, and the answer is sent on instead. */
  readonly limit: number
  /** The whole body, once the app ended it while the client was still there. */
  complete(chunks: readonly Uint8Array[]): void
  /** The body is too long: how to send it on. */
  overflow(): Passing
}

/** The response given to the app: the front decides what becomes of it when the app writes its head. */
export class FrontResponse extends ServerResponse<IncomingMessage> {
  /** Decides on the head the app wrote. */
  onHead: ((head: Head) => Fate) | undefined
  /** Told the status of every answer, for the counters. */
  onStatus: ((status: number, res: FrontResponse) => void) | undefined
  #isDecided = false
  #isMute = false
  #collector: Collector | undefined
  #encoder: Transform | undefined
  #chunks: Uint8Array[] = []
  #collected = 0

  /** Answers at once with a flat header list; whatever the app still writes is dropped. */
  send(status: number, headers: string[], body?: Uint8Array): void {
    this.open(status, headers)
    super.end(body)
  }

  /** Writes the head of the front's own answer and leaves the body to `finish`. */
  open(status: number, headers: string[]): void {
    this.#isDecided = true
    this.#isMute = true
    this.#collector = undefined
    this.onStatus?.(status, this)
    this.statusMessage = ''
    for (const name of this.getHeaderNames()) this.removeHeader(name)
    super.writeHead(status, headers)
  }

  /** Writes a piece of the front's own answer. */
  push(chunk: Uint8Array): void {
    super.write(chunk)
  }

  /** Ends the front's own answer. */
  finish(): void {
    super.end()
  }

  /** Whether someone already answered, or is collecting the answer. */
  get isDecided(): boolean {
    return this.#isDecided
  }

  /** Whether the head has left, so that nothing else can be answered. */
  get isOnWire(): boolean {
    return this.#isDecided && !this.#collector
  }

  override writeHead(
    status: number,
    ...rest: (string | OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined)[]
  ): this {
    if (this.#isDecided) return this
    const input = rest.find((part) => typeof part === 'object')
    this.#decide(takeHead(this, status, input))
    return this
  }

  override write(...args: unknown[]): boolean {
    if (!this.#isDecided) this.writeHead(this.statusCode)
    if (this.#collector) this.#collect(args)
    else if (this.#encoder) return Boolean(Reflect.apply(this.#encoder.write, this.#encoder, args))
    else if (!this.#isMute) return Boolean(Reflect.apply(super.write, this, args))
    else calledBack(args)
    return true
  }

  override end(...args: unknown[]): this {
    if (!this.#isDecided) this.#measure(args[0])
    if (!this.#isDecided) this.writeHead(this.statusCode)
    if (this.#collector) this.#complete(args)
    else if (this.#encoder) Reflect.apply(this.#encoder.end, this.#encoder, args)
    else if (!this.#isMute) Reflect.apply(super.end, this, args)
    else calledBack(args)
    return this
  }

  override flushHeaders(): void {
    if (!this.#isDecided) this.writeHead(this.statusCode)
    if (!this.#collector && !this.#isMute) super.flushHeaders()
  }

  #decide(head: Head): void {
    this.#isDecided = true
    const fate = this.onHead?.(head) ?? { kind: 'pass', status: head.status, headers: head.flat() }
    if (fate.kind === 'collect') this.#collector = fate.collector
    else this.#pass(fate)
  }

  #pass({ status, headers, instead, encoder }: Passing): void {
    this.onStatus?.(status, this)
    this.statusMessage = ''
    super.writeHead(status, headers)
    if (encoder) this.#encodeWith(encoder)
    if (!instead) return
    this.#isMute = true
    super.end(instead)
  }

  #encodeWith(encoder: Transform): void {
    this.#encoder = encoder
    encoder.on('data', (chunk: Buffer) => {
      if (!super.write(chunk)) encoder.pause()
    })
    encoder.on('end', () => super.end()).on('error', (error) => this.destroy(error))
    encoder.on('drain', () => this.emit('drain'))
    this.on('drain', () => encoder.resume()).once('close', () => encoder.destroy())
  }

  /** A body given whole at `end` has a known length. */
  #measure(chunk: unknown): void {
    if (this.hasHeader('transfer-encoding')) return
    const bytes = bytesOf(chunk)
    if (bytes) this.setHeader('content-length', bytes.byteLength)
  }

  #collect(args: unknown[]): void {
    const chunk = bytesOf(args[0], args[1])
    if (chunk) {
      this.#chunks.push(chunk)
      this.#collected += chunk.byteLength
    }
    if (this.#collector && this.#collected > this.#collector.limit) this.#spill(this.#collector)
    calledBack(args)
  }

  #spill(collector: Collector): void {
    this.#collector = undefined
    this.#pass(collector.overflow())
    const chunks = this.#chunks
    this.#chunks = []
    for (const chunk of chunks) this.write(chunk)
  }

  /** An app cut short by its reader's leaving ends its body too: such a body is not whole. */
  #complete(args: unknown[]): void {
    this.#collect(args)
    const collector = this.#collector
    this.#collector = undefined
    if (!collector) this.end()
    else if (!this.destroyed) collector.complete(this.#chunks)
    this.#chunks = []
  }
}

// True while an answer is collected too: an app that fails then must cut it short, not add to it.
Object.defineProperty(FrontResponse.prototype, 'headersSent', {
  get(this: FrontResponse) {
    return this.isDecided
  },
})

function bytesOf(chunk: unknown, encoding?: unknown): Uint8Array | undefined {
  if (chunk instanceof Uint8Array) return chunk
  if (typeof chunk !== 'string') return undefined
  return Buffer.from(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8')
}

function calledBack(args: unknown[]): void {
  const callback = args.at(-1)
  if (typeof callback === 'function') process.nextTick(callback)
}
