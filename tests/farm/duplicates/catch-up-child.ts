import { catchUp } from '../../../farm/duplicates/catch-up.ts'
import { openFarm } from '../../../farm/open-farm.ts'
import { readSettings } from '../../../farm/settings.ts'

/** A process that compares entries and is killed after so many handfuls: `node catch-up-child.ts STEPS`, on the farm of the environment. */
const [steps = '1'] = process.argv.slice(2)
const farm = await openFarm(readSettings())
if (!farm.ok) throw new Error(JSON.stringify(farm.problems))
let done = 0
await catchUp(farm.value, {
  onStep() {
    done += 1
    if (done === Number(steps)) process.kill(process.pid, 'SIGKILL')
  },
})
