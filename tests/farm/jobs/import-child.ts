import { JOB_KINDS } from '../../../farm/jobs/kinds.ts'
import { openFarm } from '../../../farm/open-farm.ts'
import { readSettings } from '../../../farm/settings.ts'
import { claimJob } from '../../../farm/storage/jobs/job-store.ts'

/** A process that works on a batch and is killed while it commits for the nth time: `node import-child.ts KIND COMMITS`, on the farm of the environment. */
const [kind = 'import', commits = '1'] = process.argv.slice(2)
const farm = await openFarm(readSettings())
if (!farm.ok) throw new Error(JSON.stringify(farm.problems))
const { storage, now, ports } = farm.value
const job = await claimJob(storage, { kinds: [kind], now: now(), staleBefore: now() - 60_000 })
const run = JOB_KINDS.get(kind)
if (!job || !run) throw new Error('nothing to do')
let done = 0
const dying: typeof ports = {
  ...ports,
  async commit(changes) {
    const committed = await ports.commit(changes)
    done += 1
    // Written, and nobody heard of it.
    if (done === Number(commits)) process.kill(process.pid, 'SIGKILL')
    return committed
  },
}
const workshop = { ...farm.value, ports: dying }
const gateway = { ports: dying, storage }
await run({ workshop, gateway, job, signal: new AbortController().signal, progress: () => undefined })
