import { setTimeout } from 'node:timers/promises'

/** Politeness towards hosts, whoever asks in this process. */
export interface HostGate {
  /** Waits for one's turn at a host; call what it answers with once done there. Rejects when the signal aborts. */
  enter(host: string, turn: { readonly pause: number; readonly signal?: AbortSignal | undefined }): Promise<() => void>
}

/** Two at once at most, and `pause` milliseconds between two beginnings. */
export const AT_ONCE = 2

/** A gate that nobody has passed yet. */
export function hostGate(): HostGate {
  const hosts = new Map<string, Host>()
  return {
    async enter(host, { pause, signal }) {
      const line = hosts.getOrInsertComputed(host, () => ({ inside: 0, nextAt: 0, waiting: [] }))
      while (line.inside >= AT_ONCE) await turnOf(line, signal)
      line.inside += 1
      const now = performance.now()
      const begin = Math.max(now, line.nextAt)
      line.nextAt = begin + pause
      let left = false
      const leave = () => {
        if (left) return
        left = true
        line.inside -= 1
        const next = line.waiting.shift()
        if (next) next()
        else if (line.inside === 0) forgetIdle(hosts)
      }
      try {
        signal?.throwIfAborted()
        if (begin > now) await setTimeout(begin - now, undefined, signal ? { signal } : {})
        return leave
      } catch (stopped) {
        leave()
        throw stopped
      }
    },
  }
}

// Whoever gives up leaves the line, and keeps nobody behind them waiting.
async function turnOf({ waiting }: Host, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const give = () => {
    const place = waiting.indexOf(resolve)
    if (place !== -1) waiting.splice(place, 1)
    resolve()
  }
  waiting.push(resolve)
  signal?.addEventListener('abort', give, { once: true })
  if (signal?.aborted) give()
  await promise
  signal?.removeEventListener('abort', give)
  if (!signal?.aborted) return
  // It may have been called just now: whoever is next looks whether there is room.
  waiting.shift()?.()
  signal.throwIfAborted()
}

interface Host {
  inside: number
  nextAt: number
  readonly waiting: (() => void)[]
}

// Hosts asked a moment ago are kept for their pause; the others cost memory for nothing.
function forgetIdle(hosts: Map<string, Host>): void {
  if (hosts.size < 500) return
  const now = performance.now()
  for (const [name, { inside, nextAt, waiting }] of hosts) {
    if (inside === 0 && waiting.length === 0 && nextAt <= now) hosts.delete(name)
  }
}
