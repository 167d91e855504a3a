/** Tells how fresh a cache tag is; every value is read on one clock that only moves forward. */
export interface Epochs {
  /** The clock at the last change of this tag; never above `now()`. */
  current(tag: string): number
  /** The clock: what was rendered from here on has seen every change announced so far. */
  now(): number
  /** Learns what other processes committed; called before each lookup, so it never waits and costs microseconds. */
  refresh(): void
}

/** Epochs this process may move: announce a change only once it is committed, or an old page would pass for fresh. */
export interface MovableEpochs extends Epochs {
  /** Makes every page that carries this tag stale. */
  bump(tag: string): void
  /** Makes every page stale. */
  bumpAll(): void
}

/** Settings of the in-memory epochs. */
export interface EpochsOptions {
  /** Cheap synchronous hook that bumps what other processes changed (SQLite: compare `PRAGMA data_version`). */
  readonly refresh?: (epochs: MovableEpochs) => void
  /** Tags remembered one by one; beyond it they are forgotten together, which makes every page stale once. */
  readonly maxTags?: number
}

/** Creates epochs kept in this process. */
export function createEpochs(options: EpochsOptions = {}): MovableEpochs {
  const { refresh, maxTags = 100_000 } = options
  const changed = new Map<string, number>()
  let clock = 0
  let floor = 0

  const bumpAll = () => {
    clock += 1
    floor = clock
    changed.clear()
  }
  const epochs: MovableEpochs = {
    current: (tag) => changed.get(tag) ?? floor,
    now: () => clock,
    refresh: () => refresh?.(epochs),
    bump(tag) {
      if (changed.size >= maxTags && !changed.has(tag)) return bumpAll()
      clock += 1
      changed.set(tag, clock)
    },
    bumpAll,
  }
  return epochs
}
