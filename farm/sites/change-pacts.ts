import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { Condition } from '../../pipeline/model/condition.ts'
import { may } from '../../pipeline/model/may.ts'
import type { Pact } from '../../pipeline/model/pact.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { FarmEvent, Knowledge } from '../../pipeline/ports.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import { putPact } from '../storage/network/pact-store.ts'
import type { Storage } from '../storage/storage.ts'
import { conditionProblems } from './check-service.ts'

/** What changing pacts works with: the open farm is one. */
export interface PactRoom {
  readonly storage: Storage
  now(): number
  memory(): Promise<Knowledge>
  changed(...parts: readonly 'network'[]): Promise<void>
}

/** What one organisation offers another. */
export interface PactOffer {
  readonly actor: Actor
  readonly grantor: string
  readonly grantee: string
  readonly below: boolean
  /** Null for everything public. */
  readonly scope: Condition | null
  /** Instant it ends at; null for none. */
  readonly until: number | null
}

/** A pact, and the job that routes again what it touches: `finishJob` does it here and now, the worker soon. */
export interface PactChanged {
  readonly pact: Pact
  readonly job: number | null
}

/** Offers a pact for the grantor; it holds once the grantee has signed. Problems: `not-allowed`, `unknown-organisation`, `pact-with-oneself`, those of a condition. */
export async function proposePact(room: PactRoom, offer: PactOffer): Promise<Result<PactChanged>> {
  const memory = await room.memory()
  const { actor, grantor, grantee, below, scope, until } = offer
  const unknown = [grantor, grantee].filter((id) => !memory.organisations.get(id))
  if (unknown.length > 0) return fail(...unknown.map((value) => ({ code: 'unknown-organisation', params: { value } })))
  if (grantor === grantee) return fail({ code: 'pact-with-oneself', field: 'grantee' })
  const refused = refusal(actor, grantor, memory)
  if (refused) return fail(refused)
  const problems = scope === null ? [] : conditionProblems(scope, memory)
  if (problems.length > 0) return fail(...problems.map((one) => ({ ...one, field: 'scope' })))
  const [id = 0] = await room.storage.newIds(1)
  const open = { signedBy: null, signedAt: null, revokedBy: null, revokedAt: null }
  const proposed = { proposedBy: personOf(actor), proposedAt: room.now() }
  const pact = { id, grantor, grantee, below, scope, until, ...proposed, ...open }
  return ok(await write(room, { pact, actor, kind: 'pact-proposed' }))
}

/** Signs a pact for the grantee: from now on it holds. Problems: `unknown-pact`, `not-allowed`, `pact-settled`. */
export async function signPact(
  room: PactRoom,
  { actor, pact: id }: { readonly actor: Actor; readonly pact: number },
): Promise<Result<PactChanged>> {
  const memory = await room.memory()
  const pact = memory.pacts.all().find((one) => one.id === id)
  if (!pact) return fail({ code: 'unknown-pact' })
  const refused = refusal(actor, pact.grantee, memory)
  if (refused) return fail(refused)
  if (pact.signedAt !== null || pact.revokedAt !== null) return fail({ code: 'pact-settled' })
  const signed = { ...pact, signedBy: personOf(actor), signedAt: room.now() }
  return ok(await write(room, { pact: signed, actor, kind: 'pact-signed' }))
}

/** Ends a pact, or an offer, for either side: what came by it leaves. Problems: `unknown-pact`, `not-allowed`, `pact-settled`. */
export async function revokePact(
  room: PactRoom,
  { actor, pact: id }: { readonly actor: Actor; readonly pact: number },
): Promise<Result<PactChanged>> {
  const memory = await room.memory()
  const pact = memory.pacts.all().find((one) => one.id === id)
  if (!pact) return fail({ code: 'unknown-pact' })
  const refused = refusal(actor, pact.grantor, memory) && refusal(actor, pact.grantee, memory)
  if (refused) return fail(refused)
  if (pact.revokedAt !== null) return fail({ code: 'pact-settled' })
  const revoked = { ...pact, revokedBy: personOf(actor), revokedAt: room.now() }
  return ok(await write(room, { pact: revoked, actor, kind: 'pact-revoked' }))
}

function refusal(actor: Actor, organisation: string, memory: Knowledge): Problem | null {
  const allowed = may(actor, { action: 'manage-organisation', organisation }, memory)
  return allowed.yes ? null : { code: 'not-allowed', params: { reason: allowed.because } }
}

interface Writing {
  readonly pact: Pact
  readonly actor: Actor
  readonly kind: FarmEvent['kind']
}

async function write(room: PactRoom, { pact, actor, kind }: Writing): Promise<PactChanged> {
  const { storage, now } = room
  const memory = await room.memory()
  const [event = 0, id = 0] = await storage.newIds(2)
  const data = { pact: pact.id, grantor: pact.grantor, grantee: pact.grantee }
  const blank = { entry: null, site: null, batch: null }
  const job = await storage.write(async (writer) => {
    await putPact(storage, writer, pact)
    await writer.bulk(storage.tables.events, [{ ...blank, id: event, at: now(), kind, person: personOf(actor), data }])
    if (pact.signedAt === null) return null
    const asked = { subscriptions: takers(pact, memory), touching: null, describe: false, part: 'network' } as const
    return askReroute(storage.tables, writer, { ...asked, about: `pact ${pact.id}`, id, at: now() })
  })
  await room.changed('network')
  return { pact, job }
}

function takers({ grantee, below }: Pact, { organisations, subscriptions }: Knowledge): readonly number[] {
  const bodies = below ? organisations.below(grantee) : new Set([grantee])
  return [...subscriptions.all()]
    .filter(({ site }) => bodies.has(site.organisation))
    .map(({ subscription }) => subscription.id)
}
