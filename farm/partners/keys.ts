import { hash, randomBytes } from 'node:crypto'
import type { Actor } from '../../pipeline/model/actor.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import {
  addKey,
  endKey,
  type HeldKey,
  keyByDigest,
  keyById,
  keysOf,
  type PartnerKey,
} from '../storage/gateways/partner-store.ts'
import { grantProblems } from './check-grants.ts'
import type { PartnerRoom } from './partner-room.ts'
import { managedPartner } from './partners.ts'

/** What a person wants of a key. */
export interface KeyWishes {
  readonly partner: number
  readonly scopes: readonly string[]
  /** Requests a minute. */
  readonly perMinute: number
  /** Instant in milliseconds; null for a key without end. */
  readonly expiresAt: number | null
}

/** Requests a minute unless told otherwise. */
export const PER_MINUTE = 120

const MOST_PER_MINUTE = 6_000

/** How a key begins, so that people and scanners of lost secrets know one when they see it. */
export const KEY_PREFIX = 'terroir_'

/**
 * Gives a partner a key; its text is answered once, here, and kept nowhere. Problems: `unknown-partner`, `partner-gone`, `no-scope`,
 * `unknown-scope`, `unknown-site`, `unknown-service-type`, `not-a-number`, `too-small`, `too-big`, `in-the-past`.
 */
export async function giveKey(
  room: PartnerRoom,
  actor: Actor,
  wishes: KeyWishes,
): Promise<Result<{ readonly key: PartnerKey; readonly text: string }>> {
  const partner = await managedPartner(room, actor, wishes.partner)
  if (!partner.ok) return partner
  if (partner.value.revokedAt !== null) return fail({ code: 'partner-gone' })
  const scopes = [...new Set(wishes.scopes.map((one) => one.trim()).filter((one) => one !== ''))]
  const { organisation } = partner.value
  const now = room.ports.now()
  const problems = [
    ...grantProblems(scopes, { organisation, knowledge: await room.memory() }),
    ...paceProblems(wishes.perMinute),
    ...(wishes.expiresAt !== null && !(wishes.expiresAt > now) ? [{ code: 'in-the-past', field: 'expires' }] : []),
  ]
  if (problems.length > 0) return fail(...problems)
  const text = `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`
  const [id = 0] = await room.ports.newIds(1)
  const { perMinute, expiresAt } = wishes
  const times = { createdAt: now, expiresAt, lastUsedAt: null, revokedAt: null }
  const key: PartnerKey = { id, partner: wishes.partner, hint: text.slice(0, HINT), scopes, perMinute, ...times }
  await addKey(room.storage, { ...key, digest: digestOf(text) })
  return ok({ key, text })
}

const HINT = KEY_PREFIX.length + 4

/** Ends a key of a partner one manages, from this very moment. Problems: `unknown-partner`, `unknown-key`. */
export async function revokeKey(
  room: PartnerRoom,
  actor: Actor,
  asked: { readonly partner: number; readonly key: number },
): Promise<Result<void>> {
  const partner = await managedPartner(room, actor, asked.partner)
  if (!partner.ok) return partner
  const keys = await keysOf(room.storage, [asked.partner])
  if (!keys.some((one) => one.id === asked.key)) return fail({ code: 'unknown-key' })
  await endKey(room.storage, asked.key, room.ports.now())
  return ok(undefined)
}

/** Whoever holds a key, as an actor, with what the key lets them ask. */
export interface KeyHolder {
  readonly actor: Extract<Actor, { kind: 'partner' }>
  readonly key: PartnerKey
}

/** Who holds this key. Problems: `unknown-key`, `key-revoked`, `key-expired`. */
export async function holderOf(
  { ports, storage }: Pick<PartnerRoom, 'ports' | 'storage'>,
  text: string,
): Promise<Result<KeyHolder>> {
  if (!WRITTEN.test(text)) return fail({ code: 'unknown-key' })
  return standing(await keyByDigest(storage, digestOf(text)), ports.now())
}

/** Who holds the key of this number, for what it asked to be done later. Problems: those of `holderOf`. */
export async function holderOfKey(
  { ports, storage }: Pick<PartnerRoom, 'ports' | 'storage'>,
  id: number,
): Promise<Result<KeyHolder>> {
  return standing(await keyById(storage, id), ports.now())
}

function standing(found: HeldKey | undefined, now: number): Result<KeyHolder> {
  if (!found) return fail({ code: 'unknown-key' })
  const { key, partner } = found
  if (key.revokedAt !== null || partner.revokedAt !== null) return fail({ code: 'key-revoked' })
  if (key.expiresAt !== null && key.expiresAt <= now) return fail({ code: 'key-expired' })
  const { id, name, organisation } = partner
  return ok({ key, actor: { kind: 'partner', key: key.id, partner: id, name, organisation, scopes: key.scopes } })
}

const WRITTEN = /^terroir_[A-Za-z0-9_-]{43}$/

function digestOf(text: string): string {
  return hash('sha256', text)
}

function paceProblems(perMinute: number): Problem[] {
  const field = 'perMinute'
  if (!Number.isInteger(perMinute)) return [{ code: 'not-a-number', field }]
  if (perMinute < 1) return [{ code: 'too-small', field, params: { min: 1, value: perMinute } }]
  if (perMinute <= MOST_PER_MINUTE) return []
  return [{ code: 'too-big', field, params: { max: MOST_PER_MINUTE, value: perMinute } }]
}
