import { ok } from '../../pipeline/model/problem.ts'
import { type HubMessage, hearHub } from '../sources/hub-calls.ts'
import { takeNews } from '../sources/take-news.ts'
import { keepWaiting, readWaiting } from '../sources/waiting-file.ts'
import { enqueue } from '../storage/jobs/job-store.ts'
import { type JobKind, payloadText, type Workshop } from './job.ts'

/** Hears a message of a hub; its news are taken in behind its back, for a hub does not wait. */
export async function hearNews(
  workshop: Workshop,
  message: {
    readonly token: string
    readonly body: Uint8Array
    readonly signature: string
    readonly mediaType: string
  },
): Promise<HubMessage['kind']> {
  const heard = await hearHub(workshop, message.token, message)
  if (heard.kind !== 'news') return heard.kind
  const file = await keepWaiting(workshop.files, message.body)
  const { source, topic } = heard.subscription
  const payload = { source: String(source), file, topic, mediaType: message.mediaType }
  await enqueue(workshop.storage, { kind: 'news', key: `news ${source} ${file}`, payload, runAt: workshop.now() })
  return 'news'
}

/** Takes in what a hub brought. */
export const bringNews: JobKind = async ({ workshop, gateway, job, signal }) => {
  const bytes = await readWaiting(workshop.files, payloadText(job, 'file'))
  if (!bytes) return ok(undefined)
  const content = { bytes, mediaType: payloadText(job, 'mediaType'), baseUrl: payloadText(job, 'topic') }
  const taken = await takeNews(gateway, Number(payloadText(job, 'source')), { content, signal })
  // Somebody is pulling it: its turn comes in a minute.
  if (!taken.ok && taken.problems[0]?.code === 'already-harvesting') throw new Error('already-harvesting')
  return taken
}
