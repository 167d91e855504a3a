/** A few pieces of work at a time. */
export interface Lanes {
  /** Looks for work; where there is some, further lanes look too. */
  open(): void
  /** Waits until no lane finds work any more. */
  rest(): Promise<void>
  /** How many pieces were begun so far. */
  begun(): number
}

/** How lanes find their work. */
export interface LaneOptions<T> {
  readonly width: number
  readonly next: () => Promise<T | undefined>
  readonly run: (work: T) => Promise<void>
  /** No lane takes new work once aborted. */
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
}

/** Closed lanes, ready to be opened. */
export function makeLanes<T>({ width, next, run, signal, onError }: LaneOptions<T>): Lanes {
  const lanes = new Set<Promise<void>>()
  let count = 0

  async function lane(): Promise<void> {
    while (!signal.aborted) {
      const work = await next()
      if (work === undefined) return
      count += 1
      open()
      await run(work)
    }
  }

  function open(): void {
    if (lanes.size >= width || signal.aborted) return
    const opened = lane().catch(onError)
    lanes.add(opened)
    opened.finally(() => lanes.delete(opened))
  }

  return {
    open,
    begun: () => count,
    async rest() {
      while (lanes.size > 0) await Promise.all(lanes)
    },
  }
}
