/** Two entries that belong together. */
export interface Pair {
  readonly entry: number
  readonly other: number
}

/** Entries that belong together by way of each other, the lowest number first; clusters in the order of the pairs that began them. */
export function clustersOf(pairs: readonly Pair[]): readonly (readonly number[])[] {
  const above = new Map<number, number>()
  for (const { entry, other } of pairs) {
    const [one, two] = [head(above, entry), head(above, other)]
    if (one !== two) above.set(Math.max(one, two), Math.min(one, two))
  }
  const clusters = new Map<number, Set<number>>()
  for (const id of pairs.flatMap(({ entry, other }) => [entry, other]))
    clusters.getOrInsertComputed(head(above, id), () => new Set()).add(id)
  return [...clusters.values()].map((ids) => [...ids].sort((a, b) => a - b))
}

/** A pair in the one order it is kept in: the higher number first. */
export function pairOf(one: number, other: number): Pair {
  return one > other ? { entry: one, other } : { entry: other, other: one }
}

function head(above: Map<number, number>, id: number): number {
  let found = above.get(id) ?? id
  while (above.has(found)) found = above.get(found) ?? found
  // Shortens the way for the next who asks.
  if (found !== id) above.set(id, found)
  return found
}
