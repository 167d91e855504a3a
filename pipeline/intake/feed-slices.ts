import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import { localName, type Tag, tags } from './tags.ts'
import { declarationProblem, MAX_DEPTH } from './xml-guard.ts'

/** An XML feed cut into its items, so that a broken or endless one spoils nothing but itself. */
export interface FeedSlices {
  /** Everything but the items, made whole again. */
  readonly envelope: string
  /** Text of each whole item, in order. */
  readonly items: readonly string[]
  /** A small feed of the same kind around some items. */
  readonly around: (items: readonly string[]) => string
  /** The feed stops before its end: its last item may be missing. */
  readonly truncated: boolean
}

/**
 * Cuts an RSS, RDF or Atom feed, well formed or not: an item never closed ends where the next one or its channel does.
 * Refuses `doctype-refused` and `too-deep` { max }.
 */
export function feedSlices(text: string): Result<FeedSlices> {
  const cutter = new Cutter(text)
  for (const tag of tags(text)) {
    const problem = cutter.take(tag)
    if (problem !== undefined) return fail(problem)
  }
  return ok(cutter.slices())
}

const ITEM_OF: Readonly<Record<string, string>> = { rss: 'item', rdf: 'item', feed: 'entry' }
const OUTER = new Set(['rss', 'rdf', 'feed', 'channel'])
// What HTML leaves unclosed, where a feed forgot to escape it.
const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr', 'meta', 'source', 'embed', 'col', 'area'])

class Cutter {
  readonly #text: string
  readonly #items: string[] = []
  /** Opening tags of what encloses the items: `<rss …>`, `<channel>`. */
  #outer: { readonly name: string; readonly tag: string }[] = []
  #around: readonly { readonly name: string; readonly tag: string }[] | undefined
  #inside: string[] = []
  #start: number | undefined
  #first = -1
  #last = 0
  #root = -1
  /** Where the root was closed. */
  #end: number | undefined

  constructor(text: string) {
    this.#text = text
  }

  take(tag: Tag): Problem | undefined {
    if (tag.kind === 'declaration') return declarationProblem(this.#text, tag)
    const name = localName(tag.name)
    if (this.#root === -1) this.#root = tag.start
    if (this.#isItem(tag, name)) this.#boundary(tag)
    else if (this.#start === undefined) this.#takeOuter(tag, name)
    else return this.#takeInner(tag, name)
    return undefined
  }

  slices(): FeedSlices {
    const around = this.#around ?? this.#outer
    const opening = around.map(({ tag }) => tag).join('') + fillerTitle(around)
    const closing = this.#closers(around)
    return {
      envelope: this.#envelope(closing),
      items: this.#items,
      around: (items) => opening + items.join('') + closing,
      truncated: this.#end === undefined,
    }
  }

  #isItem(tag: Tag, name: string): boolean {
    const root = this.#outer[0]?.name ?? ''
    if (name !== ITEM_OF[localName(root)]) return false
    const prefix = tag.name.slice(0, -name.length)
    return prefix === '' || /^rss:$/i.test(prefix) || prefix === root.slice(0, root.indexOf(':') + 1)
  }

  #boundary(tag: Tag): void {
    if (tag.kind === 'close') {
      this.#close(tag.end, '')
      return
    }
    this.#close(tag.start, `</${tag.name}>`)
    this.#around ??= [...this.#outer]
    if (this.#first === -1) this.#first = tag.start
    if (tag.kind === 'open') this.#start = tag.start
    this.#inside = []
  }

  #close(end: number, closing: string): void {
    if (this.#start === undefined) return
    this.#items.push(this.#text.slice(this.#start, end) + closing)
    this.#last = end
    this.#start = undefined
  }

  #takeOuter(tag: Tag, name: string): void {
    if (tag.kind === 'open') this.#outer.push({ name: tag.name, tag: this.#text.slice(tag.start, tag.end) })
    if (tag.kind === 'empty' && this.#outer.length === 0) this.#end ??= tag.end
    if (tag.kind !== 'close') return
    const index = this.#outer.findLastIndex((open) => localName(open.name) === name)
    if (index !== -1) this.#outer.length = index
    if (index === 0) this.#end ??= tag.end
  }

  #takeInner(tag: Tag, name: string): Problem | undefined {
    if (tag.kind === 'close') {
      const index = this.#inside.lastIndexOf(name)
      if (index !== -1) this.#inside.length = index
      else if (OUTER.has(name)) {
        this.#close(tag.start, this.#itemCloser())
        this.#takeOuter(tag, name)
      }
    }
    if (tag.kind === 'open' && !VOID.has(name)) this.#inside.push(name)
    return this.#inside.length > MAX_DEPTH ? { code: 'too-deep', params: { max: MAX_DEPTH } } : undefined
  }

  #itemCloser(): string {
    const [name = 'item'] = /(?<=<)[^\s/>]+/.exec(this.#text.slice(this.#start)) ?? []
    return `</${name}>`
  }

  #closers(open: readonly { readonly name: string }[]): string {
    return open
      .map(({ name }) => `</${name}>`)
      .toReversed()
      .join('')
  }

  #envelope(closing: string): string {
    const root = Math.max(0, this.#root)
    const whole = this.#end === undefined ? undefined : this.#text.slice(Math.max(root, this.#last), this.#end)
    if (this.#first === -1) return whole ?? this.#text.slice(root, root + MAX_HEAD) + closing
    const head = this.#text.slice(root, this.#first)
    return head + (whole ?? closing)
  }
}

/** feedsmith refuses a feed that says nothing of itself. */
function fillerTitle(around: readonly { readonly name: string }[]): string {
  const name = around.at(-1)?.name ?? ''
  const prefix = name.slice(0, name.indexOf(':') + 1)
  const local = localName(name)
  if (local === 'feed' || local === 'channel') return `<${prefix}title>-</${prefix}title>`
  return '<channel><title>-</title></channel>'
}

// What a feed says of itself: beyond, it is no news that is being sent.
const MAX_HEAD = 1_000_000
