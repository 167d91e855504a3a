import { hash, randomBytes } from 'node:crypto'

/** A new secret of 256 random bits, 43 characters of base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of a secret: enough to recognise it, nothing to use it. Null for a text that was never one. */
export function secretHash(secret: string): string | null {
  return isSecret(secret) ? hash('sha256', secret, 'base64url') : null
}

/** Whether a text has the shape of a secret, or of what is kept of one. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text)
}
