import { readdirSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Page } from '../cache/page.ts'
import { mediaTypeOf } from './media-types.ts'
import type { SecurityHeaders } from './security-headers.ts'

/** Where the build puts files whose name holds a digest of their content. */
export const IMMUTABLE_PREFIX = '/_astro/'

interface Asset {
  readonly file: string
  readonly url: string
  /** By protocol, as headers differ. */
  readonly pages: Map<'http' | 'https', Promise<Page>>
}

/** Files of the build, found by exact address: only what was listed at start can be named, so no path escapes. */
export class AssetShelf {
  readonly #assets = new Map<string, Asset>()
  readonly #security: SecurityHeaders

  constructor(folders: readonly string[], security: SecurityHeaders) {
    this.#security = security
    for (const folder of folders) this.#list(folder)
  }

  /** Whether a file has this path (no query). */
  has(path: string): boolean {
    return this.#assets.has(path)
  }

  /** The file as a page, read on first use and compressed in the background; `undefined` when it cannot be read. */
  async page(path: string, protocol: 'http' | 'https'): Promise<Page | undefined> {
    const asset = this.#assets.get(path)
    if (!asset) return undefined
    const known = asset.pages.get(protocol)
    if (known) return known
    const loading = this.#load(asset, protocol)
    asset.pages.set(protocol, loading)
    return loading.catch(() => void asset.pages.delete(protocol))
  }

  #list(folder: string): void {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = join(entry.parentPath, entry.name)
      const url = encodeURI(`/${relative(folder, file).split(sep).join('/')}`)
      if (!this.#assets.has(url)) this.#assets.set(url, { file, url, pages: new Map() })
    }
  }

  async #load({ file, url }: Asset, protocol: 'http' | 'https'): Promise<Page> {
    const [content, { mtimeMs }] = await Promise.all([readFile(file), stat(file)])
    const mediaType = mediaTypeOf(file)
    const age = url.startsWith(IMMUTABLE_PREFIX) ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
    const headers = ['content-type', mediaType, 'cache-control', age, 'vary', 'accept-encoding']
    headers.push('last-modified', new Date(mtimeMs).toUTCString())
    headers.push(...this.#security({ https: protocol === 'https', open: false }))
    const parts = { status: 200, headers, mediaType, chunks: [content], lastModified: mtimeMs, tags: [], begun: 0 }
    const page = new Page(parts)
    void page.compress(11)
    return page
  }
}
