/** Drawn pieces of pages by name: kept as long as what they were drawn from, which each name must fully tell. */
export interface Fragments {
  get(name: string): string | undefined
  set(name: string, html: string): void
}

const MOST = 2_000
const kept = new WeakMap<object, Map<string, string>>()
const NOTHING: Fragments = { get: () => undefined, set: () => undefined }

/** The pieces drawn from `source`, such as the memory of one moment: they are forgotten with it. */
export function fragmentsOf(source: object): Fragments {
  // Whoever edits a component wants to see it.
  if (import.meta.env?.DEV) return NOTHING
  const pieces = kept.get(source) ?? new Map<string, string>()
  kept.set(source, pieces)
  return {
    get: (name) => pieces.get(name),
    set(name, html) {
      if (pieces.size >= MOST) pieces.clear()
      pieces.set(name, html)
    },
  }
}
