import type { CoverageRoom } from './coverage-room.ts'

/** Something counted, and when. */
export interface Counted<T> {
  readonly at: number
  readonly found: T
}

/** Makes a memory of what takes long to count: what took longer than `dear` milliseconds is told again for ten minutes, whoever asks meanwhile waits for the same count. */
export function rememberDear<T>(dear: number) {
  const kept = new WeakMap<CoverageRoom['storage'], Map<string, { readonly at: number; readonly found: Promise<T> }>>()
  return async (room: CoverageRoom, key: string, count: (now: number) => Promise<T>): Promise<Counted<T>> => {
    const known = kept.getOrInsertComputed(room.storage, () => new Map())
    const now = room.now()
    const remembered = known.get(key)
    if (remembered && now - remembered.at < TEN_MINUTES) return { at: remembered.at, found: await remembered.found }
    const [begun, found] = [performance.now(), count(now)]
    if (known.size >= MOST) known.clear()
    known.set(key, { at: now, found })
    const forgettable = await found.then(
      () => performance.now() - begun < dear,
      () => true,
    )
    if (forgettable) known.delete(key)
    return { at: now, found: await found }
  }
}

const TEN_MINUTES = 600_000
const MOST = 50
