import { setImmediate } from 'node:timers/promises'

/** Does work of many small steps; whoever else asks something of this process gets their turn between them. */
export async function inTurn<T>(steps: Iterator<unknown, T, void>): Promise<T> {
  let since = performance.now()
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value
    if (performance.now() - since < TURN) continue
    await setImmediate()
    since = performance.now()
  }
}

/** Does such work at once. */
export function atOnce<T>(steps: Iterator<unknown, T, void>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value
}

const TURN = 20
