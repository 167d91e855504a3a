import type { Page } from './page.ts'

/** How a shared rendering ended: a page, an answer that is not to be shared, or a reader who left before its end. */
export type Landing = { readonly kind: 'page'; readonly page: Page } | { readonly kind: 'unshared' | 'lost' }

/** One's place in a rendering: the first comer leads and must land it once, whatever happens; the others wait. */
export type Seat =
  | { readonly leads: true; readonly land: (landing: Landing) => void }
  | { readonly leads: false; readonly landing: Promise<Landing> }

/** Renderings under way, so that a page asked for many times at once is made once. */
export class Flights {
  readonly #underWay = new Map<string, Promise<Landing>>()

  /** Joins the rendering of this key, or starts it. */
  join(key: string): Seat {
    const landing = this.#underWay.get(key)
    if (landing) return { leads: false, landing }
    const { promise, resolve } = Promise.withResolvers<Landing>()
    this.#underWay.set(key, promise)
    const land = (end: Landing) => {
      if (this.#underWay.get(key) === promise) this.#underWay.delete(key)
      resolve(end)
    }
    return { leads: true, land }
  }
}
