import type { PageCache } from '../cache/page-cache.ts'

/** What happened to a request for a public page. */
export type CacheOutcome = 'hit' | 'miss' | 'joined' | 'unshared'

/** Counters of one front since it started. */
export class Metrics {
  readonly #statuses = [0, 0, 0, 0, 0, 0]
  readonly #outcomes = { hit: 0, miss: 0, joined: 0, unshared: 0 }
  #renders = 0
  #renderMs = 0

  /** Counts an answer by the class of its status. */
  countStatus(status: number): void {
    const group = Math.trunc(status / 100)
    this.#statuses[group] = (this.#statuses[group] ?? 0) + 1
  }

  /** Counts how the page cache answered. */
  countOutcome(outcome: CacheOutcome): void {
    this.#outcomes[outcome] += 1
  }

  /** Counts one rendering and its duration in ms. */
  countRender(ms: number): void {
    this.#renders += 1
    this.#renderMs += ms
  }

  /** All counters in Prometheus' text format 0.0.4. */
  write(cache: PageCache): string {
    const lines = [1, 2, 3, 4, 5].map((group) => `terroir_responses_total{class="${group}xx"} ${this.#statuses[group]}`)
    for (const [outcome, count] of Object.entries(this.#outcomes)) {
      lines.push(`terroir_page_cache_total{outcome="${outcome}"} ${count}`)
    }
    lines.push(`terroir_page_cache_pages ${cache.size}`, `terroir_page_cache_bytes ${cache.bytes}`)
    lines.push(`terroir_renders_total ${this.#renders}`, `terroir_render_seconds_sum ${this.#renderMs / 1000}`)
    lines.push(`process_resident_memory_bytes ${process.memoryUsage.rss()}`)
    return `${lines.join('\n')}\n`
  }
}
