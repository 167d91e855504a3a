import type { Server } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives memory back each time nobody has asked anything for that long: what starting and answering left behind would
 * otherwise stay until the next burst. Answers with what ends it.
 */
export function restWhenIdle(server: Pick<Server, 'on'>, idleMs = 3_000): () => void {
  const collect = collector()
  let last = performance.now()
  let rested = false
  server.on('request', () => {
    last = performance.now()
    rested = false
  })
  const timer = setInterval(() => {
    if (rested || performance.now() - last < idleMs) return
    rested = true
    collect()
  }, idleMs)
  timer.unref()
  return () => clearInterval(timer)
}

// The flavour compacts and returns pages to the system, which V8 otherwise does for tabs in the background only.
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  return () => {
    if (typeof gc === 'function') gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  }
}
