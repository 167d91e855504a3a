import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import {
  addPartner,
  endPartner,
  listPartners,
  type Partner,
  partnerNamed,
  readPartner,
} from '../storage/gateways/partner-store.ts'
import type { PartnerRoom } from './partner-room.ts'

/** What a person says of a partner. */
export interface PartnerWishes {
  readonly organisation: string
  readonly name: string
  /** Whom to write to when something goes wrong there. */
  readonly contact: string
}

/** Lets an outside system in, which can do nothing until it has a key. Problems: `not-allowed`, `unknown-organisation`, `required`, `too-long`, `partner-exists`. */
export async function letIn(
  { ports, storage }: PartnerRoom,
  actor: Actor,
  wishes: PartnerWishes,
): Promise<Result<Partner>> {
  const knowledge = await ports.knowledge()
  const allowed = managed(actor, wishes.organisation, knowledge)
  if (!allowed.ok) return allowed
  const [name, contact] = [wishes.name.trim(), wishes.contact.trim()]
  const problems: Problem[] = [...textProblems('name', name), ...textProblems('contact', contact)]
  const { organisation } = wishes
  if (problems.length === 0 && (await partnerNamed(storage, { organisation, name })))
    problems.push({ code: 'partner-exists', field: 'name', params: { name } })
  if (problems.length > 0) return fail(...problems)
  const [id = 0] = await ports.newIds(1)
  const made = { id, organisation, name, contact, person: personOf(actor), createdAt: ports.now(), revokedAt: null }
  await addPartner(storage, made)
  return ok(made)
}

/** Lets a partner go for good: its keys open nothing any more and nothing is sent to it. */
export async function letGo(room: PartnerRoom, actor: Actor, id: number): Promise<Result<Partner>> {
  const found = await managedPartner(room, actor, id)
  if (!found.ok || found.value.revokedAt !== null) return found
  const revokedAt = room.ports.now()
  await endPartner(room.storage, id, revokedAt)
  return ok({ ...found.value, revokedAt })
}

/** The partners this person manages, those let go last. */
export async function partnersFor({ ports, storage }: PartnerRoom, actor: Actor): Promise<readonly Partner[]> {
  const knowledge = await ports.knowledge()
  const organisations = knowledge.organisations.all().map(({ id }) => id)
  return listPartners(
    storage,
    organisations.filter((id) => managed(actor, id, knowledge).ok),
  )
}

/** A partner this person manages. Problem: `unknown-partner`, also where they may not. */
export async function managedPartner(room: PartnerRoom, actor: Actor, id: number): Promise<Result<Partner>> {
  const partner = await readPartner(room.storage, id)
  const allowed = partner && managed(actor, partner.organisation, await room.ports.knowledge())
  return partner && allowed?.ok ? ok(partner) : fail({ code: 'unknown-partner' })
}

function managed(actor: Actor, organisation: string, knowledge: Knowledge): Result<void> {
  if (!knowledge.organisations.get(organisation))
    return fail({ code: 'unknown-organisation', field: 'organisation', params: { value: organisation } })
  const allowed = may(actor, { action: 'manage-organisation', organisation }, knowledge)
  return allowed.yes ? ok(undefined) : fail({ code: 'not-allowed', params: { reason: allowed.because } })
}

const LONGEST = 120

function textProblems(field: string, text: string): Problem[] {
  if (text === '') return [{ code: 'required', field }]
  if (text.length > LONGEST) return [{ code: 'too-long', field, params: { max: LONGEST, length: text.length } }]
  return []
}
