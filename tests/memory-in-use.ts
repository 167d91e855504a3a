import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Bytes that are still held once all garbage is gone: told of a process that does nothing else, as the tests share theirs. */
export function memoryInUse(): number {
  // The first ends a collection that was under way, which spares what was dropped since it began.
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
