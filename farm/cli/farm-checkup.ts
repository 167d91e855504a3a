import { FARM } from '../../pipeline/model/actor.ts'
import type { Farm } from '../open-farm.ts'
import { listSources } from '../sources/sources.ts'
import { troubleOf } from '../storage/gateways/source-store.ts'
import { listJobs } from '../storage/jobs/job-store.ts'
import type { Words } from '../web/words/words.ts'
import type { Check } from './checkup.ts'

/** Looks at what an open farm has to say of itself: whether it began, its sources, its jobs. */
export async function farmChecks(farm: Farm, words: Words): Promise<readonly Check[]> {
  return [await checkNetwork(farm, words), await checkSources(farm, words), await checkJobs(farm, words)]
}

async function checkNetwork(farm: Farm, words: Words): Promise<Check> {
  const { organisations, sites } = await farm.memory()
  const name = 'network'
  if (organisations.all().length === 0) return { name, state: 'warn', message: words('cli.doctor.network.empty') }
  const message = words('cli.doctor.network.ok', { bodies: organisations.all().length, sites: sites.all().length })
  return { name, state: 'ok', message }
}

async function checkSources(farm: Farm, words: Words): Promise<Check> {
  const troubled = (await listSources(farm, FARM)).filter((one) => troubleOf(one) > 0)
  const name = 'sources'
  if (troubled.length === 0) return { name, state: 'ok', message: words('cli.doctor.sources.ok') }
  const names = troubled.map((one) => `${one.name} (${one.id})`).join(', ')
  return { name, state: 'warn', message: words('cli.doctor.sources.troubled', { names }) }
}

const LATE = 15 * 60_000

// A job long past its time with no word from a worker: nobody is at it.
async function checkJobs(farm: Farm, words: Words): Promise<Check> {
  const before = farm.now() - LATE
  const open = (await listJobs(farm.storage, 500)).filter((job) => job.endedAt === null && job.runAt <= farm.now())
  const stuck = open.filter((job) => (job.claimedAt ?? job.runAt) < before)
  const name = 'jobs'
  if (stuck.length === 0) return { name, state: 'ok', message: words('cli.doctor.jobs.ok', { count: open.length }) }
  const names = [...new Set(stuck.map((job) => job.kind))].join(', ')
  return { name, state: 'warn', message: words('cli.doctor.jobs.stuck', { count: stuck.length, names }) }
}
