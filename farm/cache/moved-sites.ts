import { enqueue } from '../storage/jobs/job-store.ts'
import type { Storage } from '../storage/storage.ts'
import type { MovableEpochs } from './epochs.ts'

/** Sites whose lists moved, told to the hub of the farm behind everybody's back. */
export interface MovedSites {
  /** The same epochs, which also hear which sites move. */
  watch(epochs: MovableEpochs): MovableEpochs
  /** Hears that these moved too, by words their lists say of others: names of themes and places. */
  note(sites: readonly string[]): void
  /** Writes what was heard and not asked for yet. */
  settle(): Promise<void>
}

const TOGETHER = 2_000
const SLOT = 15_000

/**
 * Hears which sites move and puts one job in the queue for each, a quarter of a minute's changes together; without a hub nothing is
 * heard. Nothing waits for it: what a crash loses in those two seconds the next change tells.
 */
export function movedSites(
  storage: Storage,
  { hub, now }: { readonly hub: string | undefined; now(): number },
): MovedSites {
  const moved = new Set<string>()
  let clock: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    const sites = [...moved]
    moved.clear()
    const runAt = now() + SLOT
    for (const site of sites) {
      // Two slots are two jobs: what moves while one is at work is not lost.
      const key = `ping ${site} ${Math.floor(now() / SLOT)}`
      await enqueue(storage, { kind: 'ping', key, payload: { site }, runAt })
    }
  }

  function settle(): Promise<void> {
    clearTimeout(clock)
    clock = undefined
    if (moved.size > 0) writing = writing.then(write).catch(() => undefined)
    return writing
  }

  function note(sites: readonly string[]): void {
    if (hub === undefined) return
    for (const site of sites) moved.add(site)
    clock ??= setTimeout(settle, TOGETHER).unref()
  }

  return {
    settle,
    note,
    watch: (epochs) => ({
      ...epochs,
      bump(tag) {
        epochs.bump(tag)
        if (tag.startsWith('site:')) note([tag.slice('site:'.length)])
      },
    }),
  }
}
