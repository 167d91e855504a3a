import type { Epochs } from './epochs.ts'
import type { Page } from './page.ts'

/** Settings of a page cache. */
export interface PageCacheOptions {
  readonly epochs: Epochs
  /** Memory for kept pages, in bytes, 128 MiB unless told; the process takes about twice as much for it. */
  readonly maxBytes?: number
  /** Brotli quality of kept pages, 0–11. */
  readonly brotliQuality?: number
}

interface Entry {
  readonly page: Page
  bytes: number
  /** The clock when all its tags were last found fresh. */
  checked: number
  /** Asked for since it was last spared. */
  used: boolean
}

/** Finished public pages by key; a page is only found while none of its tags changed since its rendering began. */
export class PageCache {
  readonly #epochs: Epochs
  readonly #maxBytes: number
  readonly #quality: number
  readonly #entries = new Map<string, Entry>()
  #bytes = 0

  constructor(options: PageCacheOptions) {
    this.#epochs = options.epochs
    this.#maxBytes = options.maxBytes ?? 128 * 1024 * 1024
    this.#quality = options.brotliQuality ?? 5
  }

  /** Memory held by kept pages, in bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /** Number of kept pages. */
  get size(): number {
    return this.#entries.size
  }

  /** The fresh page of this key; one found stale is dropped. */
  lookup(key: string): Page | undefined {
    this.#epochs.refresh()
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    const now = this.#epochs.now()
    if (entry.checked !== now) {
      if (!this.isFresh(entry.page)) return void this.#remove(key, entry)
      entry.checked = now
    }
    entry.used = true
    return entry.page
  }

  /** Keeps a page and starts compressing it; `false` when a tag moved while it was rendered or it is too large. */
  keep(key: string, page: Page): boolean {
    this.#epochs.refresh()
    const now = this.#epochs.now()
    if (!this.isFresh(page) || page.bytes > this.#maxBytes / 4) return false
    const before = this.#entries.get(key)
    if (before) this.#remove(key, before)
    const entry = { page, bytes: page.bytes, checked: now, used: false }
    const isKept = () => this.#entries.get(key) === entry
    page.onResize = () => isKept() && this.#resize(entry)
    this.#entries.set(key, entry)
    this.#bytes += entry.bytes
    this.#evict()
    if (isKept()) void page.compress(this.#quality, isKept)
    return true
  }

  /** Whether no tag of this page changed since its rendering began. */
  isFresh(page: Page): boolean {
    return page.tags.every((tag) => this.#epochs.current(tag) <= page.begun)
  }

  /** Forgets every page. */
  clear(): void {
    this.#entries.clear()
    this.#bytes = 0
  }

  #resize(entry: Entry): void {
    this.#bytes += entry.page.bytes - entry.bytes
    entry.bytes = entry.page.bytes
    this.#evict()
  }

  /** Second chance: the oldest goes first, one asked for lately is spared once; a hit then costs no reordering. */
  #evict(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) return
      this.#remove(key, entry)
      if (!entry.used) continue
      entry.used = false
      this.#entries.set(key, entry)
      this.#bytes += entry.bytes
    }
  }

  #remove(key: string, entry: Entry): void {
    this.#entries.delete(key)
    this.#bytes -= entry.bytes
  }
}
