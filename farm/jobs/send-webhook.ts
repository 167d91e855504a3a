import { ok } from '../../pipeline/model/problem.ts'
import { type Pushed, pushMessage } from '../fetching/push-message.ts'
import { secretsOf, signatureHeaders } from '../partners/sign-message.ts'
import { nextAttempt, WAITS } from '../partners/webhook-attempts.ts'
import { settleRecalls } from '../sites/settle-recalls.ts'
import { readPartner } from '../storage/gateways/partner-store.ts'
import {
  dueMessages,
  postponeMessages,
  settleMessage,
  type WebhookMessage,
} from '../storage/gateways/webhook-messages.ts'
import { changeWebhook, readWebhook, type Webhook } from '../storage/gateways/webhook-store.ts'
import type { JobKind, Work } from './job.ts'

/** Sends what is due to one webhook, one message after the other; a receiver that fails three times in a row is left alone for a while. */
export const sendWebhook: JobKind = async (work) => {
  const { workshop, job, signal } = work
  const id = Number(job.payload.webhook)
  let failures = 0
  while (!signal.aborted) {
    const webhook = await awake(work, id)
    const due = webhook ? await dueMessages(workshop.storage, { webhook: id, now: workshop.now() }) : []
    if (!webhook || due.length === 0) break
    for (const message of due) {
      if (signal.aborted) return ok(undefined)
      const pushed = await send(work, webhook, message)
      if (pushed.kind === 'stopped') return ok(undefined)
      failures = pushed.kind === 'taken' ? 0 : failures + 1
      await settle(work, { webhook: id, message, pushed })
      if (failures >= IN_A_ROW || gone(pushed)) return rest(work, id)
    }
  }
  return ok(undefined)
}

const IN_A_ROW = 3
const TROUBLE = 5

async function awake({ workshop: { storage } }: Work, id: number): Promise<Webhook | undefined> {
  const webhook = await readWebhook(storage, id)
  if (!webhook || webhook.state === 'paused') return undefined
  const partner = await readPartner(storage, webhook.partner)
  return partner?.revokedAt === null ? webhook : undefined
}

function send({ workshop, gateway, signal }: Work, webhook: Webhook, message: WebhookMessage): Promise<Pushed> {
  const body = JSON.stringify(message.body)
  const at = workshop.now()
  const headers = signatureHeaders(secretsOf(webhook, at), { id: messageName(message), at, body })
  return pushMessage(webhook.url, { ...gateway, body, headers, signal })
}

// The same however often it is sent, so that its receiver takes it once.
function messageName({ id }: Pick<WebhookMessage, 'id'>): string {
  return `msg_${id}`
}

interface Settling {
  readonly webhook: number
  readonly message: WebhookMessage
  readonly pushed: Exclude<Pushed, { kind: 'stopped' }>
}

async function settle(work: Work, { webhook, message, pushed }: Settling): Promise<void> {
  const { storage, now } = work.workshop
  const attempts = message.attempts + 1
  const said = { attempts, lastAt: now(), status: pushed.status, answer: pushed.answer }
  if (pushed.kind === 'taken') {
    await settleMessage(storage, message.id, { ...said, state: 'delivered' })
    await changeWebhook(storage, webhook, { failures: 0, state: 'active' })
    // A partner that was told of a withdrawal may be the last one a recall waits for.
    if (message.kind === 'withdrawn') await settleRecalls(work.workshop)
    return
  }
  const next = nextAttempt(attempts, { now: now(), retryAfter: pushed.retryAfter ?? 0, spread: Math.random() })
  const end = next === null ? ({ state: 'given-up' } as const) : { nextAt: next }
  await settleMessage(storage, message.id, { ...said, ...end })
  const known = await readWebhook(storage, webhook)
  if (!known || known.state === 'paused') return
  const failures = known.failures + 1
  const state = gone(pushed) ? 'paused' : next === null || failures >= TROUBLE ? 'troubled' : known.state
  await changeWebhook(storage, webhook, { failures, state })
}

// "Gone" is what a receiver answers that wants to be told nothing more.
function gone(pushed: Pushed): boolean {
  return pushed.kind === 'failed' && pushed.status === 410
}

async function rest({ workshop: { storage, now } }: Work, id: number) {
  const webhook = await readWebhook(storage, id)
  const wait = WAITS[Math.min(Math.max(0, (webhook?.failures ?? 1) - 1), LONGEST_REST)] ?? 0
  await postponeMessages(storage, id, now() + wait)
  return ok(undefined)
}

// An hour: whoever comes back is told soon.
const LONGEST_REST = 5
