import type { Epochs } from '../../cache/epochs.ts'
import type { Visit } from '../visit.ts'

interface Kept<T> {
  readonly begun: number
  readonly value: Promise<T>
}

/** Answers what was worked out before under that name, while nothing on the site of the visit has changed since; else works it out. */
export type WhileStill<T> = (visit: Visit, name: string, work: () => Promise<T>) => Promise<T>

/** A shelf of at most `most` answers, kept while their site stands still; a name must fully tell its answer on any site. */
export function keepWhileStill<T>(most: number): WhileStill<T> {
  const shelves = new WeakMap<Epochs, Map<string, Kept<T>>>()
  return ({ farm: { epochs }, site }, name, work) => {
    const shelf = shelves.get(epochs) ?? new Map<string, Kept<T>>()
    shelves.set(epochs, shelf)
    const known = shelf.get(name)
    if (known && epochs.current(`site:${site?.id ?? ''}`) <= known.begun) return known.value
    if (shelf.size >= most) shelf.clear()
    const value = work()
    shelf.set(name, { begun: epochs.now(), value })
    value.catch(() => shelf.delete(name))
    return value
  }
}
