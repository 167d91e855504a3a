import type { Actor } from '../../pipeline/model/actor.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import {
  hastenMessages,
  putMessages,
  readMessage,
  sendAgain,
  type WebhookMessage,
} from '../storage/gateways/webhook-messages.ts'
import {
  addWebhook,
  changeWebhook,
  readWebhook,
  removeWebhook,
  type Webhook,
} from '../storage/gateways/webhook-store.ts'
import { checkWebhook, type WebhookWishes } from './check-webhook.ts'
import type { PartnerRoom } from './partner-room.ts'
import { managedPartner } from './partners.ts'
import { newWebhookSecret } from './sign-message.ts'

/** A webhook and who asks for something to be done to it. */
export interface WebhookAsked {
  readonly webhook: number
  readonly actor: Actor
}

/** Adds a webhook to a partner: it is told what moves from now on. Problems: `unknown-partner`, `partner-gone`, and those of `checkWebhook`. */
export async function createWebhook(
  room: PartnerRoom,
  { actor, partner: id, ...wishes }: WebhookWishes & { readonly partner: number; readonly actor: Actor },
  house: { readonly closedToo?: boolean } = {},
): Promise<Result<Webhook>> {
  const partner = await managedPartner(room, actor, id)
  if (!partner.ok) return partner
  if (partner.value.revokedAt !== null) return fail({ code: 'partner-gone' })
  const checked = checkWebhook(wishes, { ...house, partner: partner.value, knowledge: await room.memory() })
  if (!checked.ok) return checked
  const [number = 0] = await room.ports.newIds(1)
  const fresh = { state: 'active', failures: 0, createdAt: room.ports.now() } as const
  const secrets = { secret: newWebhookSecret(), formerSecret: null, formerUntil: null }
  const webhook: Webhook = { id: number, partner: id, ...secrets, ...checked.value, ...fresh }
  await addWebhook(room.storage, webhook)
  return ok(webhook)
}

/** A webhook of a partner one manages. Problem: `unknown-webhook`, also where one may not. */
export async function managedWebhook(
  room: PartnerRoom,
  { webhook: id, actor }: WebhookAsked,
): Promise<Result<Webhook>> {
  const webhook = await readWebhook(room.storage, id)
  const partner = webhook && (await managedPartner(room, actor, webhook.partner))
  return webhook && partner?.ok ? ok(webhook) : fail({ code: 'unknown-webhook' })
}

/** Changes the address of a webhook and what it asks; one in trouble begins afresh, and what waits is tried now. Problems: `unknown-webhook`, and those of `checkWebhook`. */
export async function updateWebhook(
  room: PartnerRoom,
  { webhook: id, actor, ...wishes }: WebhookWishes & WebhookAsked,
  house: { readonly closedToo?: boolean } = {},
): Promise<Result<void>> {
  const found = await managedWebhook(room, { webhook: id, actor })
  if (!found.ok) return found
  const partner = await managedPartner(room, actor, found.value.partner)
  if (!partner.ok) return partner
  const checked = checkWebhook(wishes, { ...house, partner: partner.value, knowledge: await room.memory() })
  if (!checked.ok) return checked
  const state = found.value.state === 'paused' ? 'paused' : 'active'
  await changed(room, id, { ...checked.value, state, failures: 0 })
  if (state === 'active') await hastenMessages(room.storage, id, room.ports.now())
  return ok(undefined)
}

/** Lets messages wait until `resumeWebhook`; none is lost meanwhile. */
export async function pauseWebhook(room: PartnerRoom, asked: WebhookAsked): Promise<Result<void>> {
  const found = await managedWebhook(room, asked)
  return found.ok ? changed(room, asked.webhook, { state: 'paused' }) : found
}

/** Sends again what waited, from now on. Problems: `unknown-webhook`, `partner-gone`. */
export async function resumeWebhook(room: PartnerRoom, asked: WebhookAsked): Promise<Result<void>> {
  const found = await managedWebhook(room, asked)
  if (!found.ok) return found
  const partner = await managedPartner(room, asked.actor, found.value.partner)
  if (!partner.ok || partner.value.revokedAt !== null) return fail({ code: 'partner-gone' })
  await changed(room, asked.webhook, { state: 'active', failures: 0 })
  await hastenMessages(room.storage, asked.webhook, room.ports.now())
  return ok(undefined)
}

/** Gives a webhook another secret; the one before signs beside it for three days, so that its receiver changes over without losing a message. */
export async function renewSecret(room: PartnerRoom, asked: WebhookAsked): Promise<Result<void>> {
  const found = await managedWebhook(room, asked)
  if (!found.ok) return found
  const formerUntil = room.ports.now() + CHANGEOVER
  return changed(room, asked.webhook, {
    secret: newWebhookSecret(),
    formerSecret: found.value.secret,
    formerUntil,
  })
}

// As long as a message is tried.
const CHANGEOVER = 3 * 86_400_000

/** Has the secret before the last renewal sign nothing any more, from now on. */
export async function endFormerSecret(room: PartnerRoom, asked: WebhookAsked): Promise<Result<void>> {
  const found = await managedWebhook(room, asked)
  return found.ok ? changed(room, asked.webhook, { formerSecret: null, formerUntil: null }) : found
}

/** Removes a webhook with its log. */
export async function endWebhook(room: PartnerRoom, asked: WebhookAsked): Promise<Result<void>> {
  const found = await managedWebhook(room, asked)
  if (!found.ok) return found
  await removeWebhook(room.storage, asked.webhook)
  return ok(undefined)
}

/** Has a test message sent, which says nothing of any entry. */
export async function pingWebhook(room: PartnerRoom, asked: WebhookAsked): Promise<Result<WebhookMessage>> {
  const found = await managedWebhook(room, asked)
  if (!found.ok) return found
  const [id = 0] = await room.ports.newIds(1)
  const at = room.ports.now()
  const body = { type: 'ping', timestamp: new Date(at).toISOString(), data: { webhook: asked.webhook } }
  const message: WebhookMessage = {
    ...BLANK,
    id,
    webhook: asked.webhook,
    kind: 'ping',
    body,
    nextAt: at,
    createdAt: at,
  }
  await room.storage.write((writer) => putMessages(room.storage.tables, writer, [message]))
  return ok(message)
}

/** A message nobody tried to send yet. */
export const BLANK = { entry: null, state: 'waiting', attempts: 0, lastAt: null, status: null, answer: null } as const

/** Has a message of a webhook sent again, from its first attempt on. Problems: `unknown-webhook`, `unknown-message`, `nothing-to-send` once its entry was withdrawn. */
export async function repeatMessage(
  room: PartnerRoom,
  { message: id, ...asked }: WebhookAsked & { readonly message: number },
): Promise<Result<void>> {
  const found = await managedWebhook(room, asked)
  if (!found.ok) return found
  const message = await readMessage(room.storage, id)
  if (message?.webhook !== asked.webhook) return fail({ code: 'unknown-message' })
  if (Object.keys(message.body).length === 0) return fail({ code: 'nothing-to-send' })
  const sent = await sendAgain(room.storage, id, room.ports.now())
  return sent ? ok(undefined) : fail({ code: 'nothing-to-send' })
}

async function changed({ storage }: PartnerRoom, id: number, set: Partial<Webhook>): Promise<Result<void>> {
  await changeWebhook(storage, id, set)
  return ok(undefined)
}
