import { createHmac } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import { startWorker } from '../../../farm/jobs/worker.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { letIn } from '../../../farm/partners/partners.ts'
import { createWebhook } from '../../../farm/partners/webhooks.ts'
import { TOLD, type WebhookAsks } from '../../../farm/storage/gateways/webhook-store.ts'
import { type describeFarmOnBoth, person } from '../../farms.ts'
import { loopbackOnly, serve } from '../sources/local-server.ts'

/** All kinds of news of one site. */
export const ALL: WebhookAsks = { kinds: [...TOLD], sites: ['nievre'], serviceTypes: [] }

/** A message as its receiver got it. */
export interface Received {
  readonly headers: IncomingMessage['headers']
  readonly text: string
  readonly told: { readonly type: string; readonly data: Record<string, unknown> }
}

/** How a receiver answers. */
export type Answering = (request: Received, response: ServerResponse) => unknown

/** A farm with a webhook of a partner, what it was told, and a clock to move. */
export interface Story {
  readonly farm: Farm
  readonly partner: number
  readonly webhook: { readonly id: number; readonly secret: string }
  readonly received: Received[]
  answer: Answering
  /** How long a message may take, in milliseconds. */
  readonly patience: { idle: number; total: number }
  work(): Promise<void>
  wait(ms: number): Promise<void>
}

const TAKEN: Answering = (_, response) => response.writeHead(204).end()

/** Opens a farm with a webhook that a server here receives. */
export async function begin(
  open: Parameters<Parameters<typeof describeFarmOnBoth>[1]>[0],
  answer: Answering = TAKEN,
  asks: WebhookAsks = ALL,
): Promise<Story> {
  let later = 0
  const farm = await open({ now: () => Date.now() + later })
  const received: Received[] = []
  const url = await serve(async (request, response) => {
    const text = Buffer.concat(await Array.fromAsync<Buffer>(request)).toString('utf8')
    const one = { headers: request.headers, text, told: JSON.parse(text) }
    received.push(one)
    story.answer(one, response)
  })
  const actor = await person(farm, 'francoise.dubreuil')
  const partner = await letIn(farm, actor, { organisation: 'nievre', name: 'Agrégateur', contact: 'a@b.example' })
  if (!partner.ok) throw new Error(JSON.stringify(partner.problems))
  const terms = { actor, partner: partner.value.id, url: `${url}/hook`, asks }
  const webhook = await createWebhook(farm, terms, { closedToo: true })
  if (!webhook.ok) throw new Error(JSON.stringify(webhook.problems))
  const patience = { idle: 8000, total: 16_000 }
  const worker = startWorker(farm, {
    ...{ everyMs: 3_600_000, allowPrivate: loopbackOnly, limits: patience },
    onError: (error) => {
      throw error
    },
  })
  onTestFinished(() => worker.stop())
  const story: Story = {
    ...{ farm, received, answer, patience, partner: partner.value.id, webhook: webhook.value },
    work: () => worker.idle(),
    wait: async (ms) => {
      later += ms
    },
  }
  return story
}

/** Whether one of the signatures of a message is by that secret. */
export function isSigned({ headers, text }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`
  const signatures = String(headers['webhook-signature']).split(' ')
  return signatures.includes(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
}
