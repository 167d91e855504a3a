import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let working = 0

/**
 * Does long work in less memory: while it runs, garbage is collected before it has grown to several times what is in use, which is how V8
 * does on a machine with plenty.
 */
export async function frugally<T>(work: () => Promise<T>): Promise<T> {
  if (working === 0) limitGarbage()
  working += 1
  try {
    return await work()
  } finally {
    working -= 1
    if (working === 0) setFlagsFromString('--heap-growing-percent=0')
  }
}

const GROWTH = 25

// How far it may grow is reckoned at a collection: without one now, the first would come late.
function limitGarbage(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`)
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}
