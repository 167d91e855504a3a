import { harvestHost } from './harvest.ts'
import { importFile } from './import.ts'
import type { JobKind } from './job.ts'
import { purgeOld } from './purge.ts'
import { rerouteAgain } from './reroute.ts'
import { sendWebhook } from './send-webhook.ts'
import { noteMessages } from './tell-webhooks.ts'

/** How each kind of job is done. */
export const JOB_KINDS: ReadonlyMap<string, JobKind> = new Map([
  ['harvest', harvestHost],
  ['import', importFile],
  ['purge', purgeOld],
  ['reroute', rerouteAgain],
  ['webhook', sendWebhook],
  ['webhook-notices', noteMessages],
])
