import { openBenchFarm } from './bench-farm.ts'

/** Makes the farm the benches copy: `node tests/bench/make-farm.ts FOLDER`. */
const farm = await openBenchFarm(process.argv[2] ?? '')
await farm.close()
