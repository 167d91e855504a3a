/** Picks from lists by a seed: the same choices on every run. */
export interface Seeded {
  pick<T>(from: readonly T[]): T
  /** Whether something of this likelihood (0 to 1) happens. */
  chance(share: number): boolean
}

/** Mulberry32: small, fast, and the same everywhere. */
export function seeded(seed: number): Seeded {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    pick(from) {
      const found = from[Math.floor(next() * from.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
    chance: (share) => next() < share,
  }
}
