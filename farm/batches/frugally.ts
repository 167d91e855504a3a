import { setFlagsFromString } from 'node:v8'

let working = 0

/**
 * Does long work in less memory: while it runs, garbage is collected before it has grown to several times what is in use, which is how V8
 * does on a machine with plenty.
 */
export async function frugally<T>(work: () => Promise<T>): Promise<T> {
  if (working === 0) setFlagsFromString(`--heap-growing-percent=${GROWTH}`)
  working += 1
  try {
    return await work()
  } finally {
    working -= 1
    if (working === 0) setFlagsFromString('--heap-growing-percent=0')
  }
}

const GROWTH = 50
