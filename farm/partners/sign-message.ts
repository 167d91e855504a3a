import { createHmac, randomBytes } from 'node:crypto'
import type { Webhook } from '../storage/gateways/webhook-store.ts'

/** A new secret as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(32).toString('base64')}`
}

/** The secrets a webhook signs with now: its own, and for a while the one before a renewal. */
export function secretsOf(
  { secret, formerSecret, formerUntil }: Pick<Webhook, 'secret' | 'formerSecret' | 'formerUntil'>,
  now: number,
): readonly string[] {
  return formerSecret !== null && formerUntil !== null && now < formerUntil ? [secret, formerSecret] : [secret]
}

/**
 * The three headers of a signed message (Standard Webhooks 1.0), with a signature by each secret: who receives it checks one of them and
 * the age before believing a word.
 */
export function signatureHeaders(
  secrets: readonly string[],
  message: { readonly id: string; readonly at: number; readonly body: string },
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(message.at / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64')}`
  })
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

const PREFIX = 'whsec_'
