import { openFarm } from '../../../farm/open-farm.ts'
import { readReached, readRouting } from '../../../farm/routing/ask-reroute.ts'
import { routeAgain } from '../../../farm/routing/reroute.ts'
import { readSettings } from '../../../farm/settings.ts'
import { claimJob } from '../../../farm/storage/jobs/job-store.ts'

/** A process that works on the job of routing again and is killed after so many steps: `node reroute-child.ts STEPS`, on the farm of the environment. */
const [steps = '1'] = process.argv.slice(2)
const farm = await openFarm(readSettings())
if (!farm.ok) throw new Error(JSON.stringify(farm.problems))
const { storage, now } = farm.value
const job = await claimJob(storage, { kinds: ['reroute'], now: now(), staleBefore: now() - 60_000 })
if (!job) throw new Error('nothing to do')
const from = readReached(job.payload)
let done = 0
await routeAgain(farm.value, readRouting(job.payload), {
  ...(from ? { from } : {}),
  job: { id: job.id, remember: (reached) => ({ ...job.payload, ...reached }) },
  onStep() {
    done += 1
    if (done === Number(steps)) process.kill(process.pid, 'SIGKILL')
  },
})
