import { harvestHost } from './harvest.ts'
import { importFile, undoImport } from './import.ts'
import type { JobKind } from './job.ts'
import { compareLater } from './likeness.ts'
import { bringNews } from './news.ts'
import { pingHub } from './ping.ts'
import { purgeOld } from './purge.ts'
import { rerouteAgain } from './reroute.ts'
import { sendWebhook } from './send-webhook.ts'
import { takeSpip } from './spip.ts'
import { noteMessages } from './tell-webhooks.ts'

/** How each kind of job is done. */
export const JOB_KINDS: ReadonlyMap<string, JobKind> = new Map([
  ['harvest', harvestHost],
  ['import', importFile],
  ['likeness', compareLater],
  ['news', bringNews],
  ['ping', pingHub],
  ['purge', purgeOld],
  ['reroute', rerouteAgain],
  ['spip', takeSpip],
  ['undo', undoImport],
  ['webhook', sendWebhook],
  ['webhook-notices', noteMessages],
])
