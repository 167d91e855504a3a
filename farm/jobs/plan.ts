import { isBehind } from '../duplicates/catch-up.ts'
import { dueSources } from '../storage/gateways/source-store.ts'
import { webhooksDue } from '../storage/gateways/webhook-messages.ts'
import { readNotices } from '../storage/gateways/webhook-notices.ts'
import { enqueue, type Job, lastAsked, openKeys } from '../storage/jobs/job-store.ts'
import { hostOf } from './harvest.ts'
import type { Workshop } from './job.ts'

const HOUR = 3_600_000
const LATER = 20_000

/** Puts in the queue what the time has come for: one harvest per host, what webhooks are to be told, comparing what changed, and a purge every hour. Writes nothing when nothing is due. */
export async function planJobs({ storage, ports, now }: Workshop): Promise<void> {
  const at = now()
  const hosts = Map.groupBy(await dueSources(storage, at), hostOf)
  const open = await openKeys(storage)
  const wanted: Pick<Job, 'kind' | 'key' | 'payload'>[] = [...hosts].map(([host, sources]) => {
    return { kind: 'harvest', key: `harvest ${host}`, payload: { host, sources: sources.map(({ id }) => id) } }
  })
  const purged = await lastAsked(storage, 'purge')
  if (purged === null || purged <= at - HOUR) wanted.push({ kind: 'purge', key: 'purge', payload: {} })
  for (const webhook of await webhooksDue(storage, at))
    wanted.push({ kind: 'webhook', key: `webhook ${webhook}`, payload: { webhook } })
  const noticed = await readNotices(storage, 1)
  if (noticed.length > 0) wanted.push({ kind: 'webhook-notices', key: 'webhook-notices', payload: {} })
  // Not at once: what comes together is looked at together, and whoever brings it is done first.
  if (!open.has('likeness') && (await isBehind({ storage, ports })))
    await enqueue(storage, { kind: 'likeness', key: 'likeness', payload: {}, runAt: at + LATER })
  for (const job of wanted) if (!open.has(job.key)) await enqueue(storage, { ...job, runAt: at })
}
