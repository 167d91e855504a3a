import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import {
  addSources,
  changeSource,
  listSources as list,
  NEW_SOURCE,
  readSource,
  type Source,
} from '../storage/gateways/source-store.ts'
import { NOTHING_LEARNT } from '../storage/tables/learnt.ts'
import { checkSource, type SourceWishes } from './check-source.ts'
import type { Gateway } from './gateway.ts'
import { type HarvestOutcome, harvestSource } from './harvest.ts'
import { readStatus } from './last-status.ts'

/**
 * Adds a source; it is pulled at the next turn of the worker. Problems: `not-allowed`, and those of `checkSource`.
 */
export async function createSource(gateway: Gateway, actor: Actor, wishes: SourceWishes): Promise<Result<Source>> {
  const allowed = await permitted(gateway, actor, wishes.organisation)
  if (!allowed.ok) return allowed
  const checked = await checkSource(gateway, wishes, null)
  if (!checked.ok) return checked
  const now = gateway.ports.now()
  const [id = 0] = await gateway.ports.newIds(1)
  const source: Source = { ...NEW_SOURCE, ...checked.value, id, nextAt: now, createdAt: now }
  await addSources(gateway.storage, [source])
  return ok(source)
}

/** Changes what a person says of a source, its organisation aside; a new address or kind is pulled afresh at once. */
export async function updateSource(
  gateway: Gateway,
  actor: Actor,
  { id, ...wishes }: Partial<Omit<SourceWishes, 'organisation'>> & { readonly id: number },
): Promise<Result<Source>> {
  const found = await managed(gateway, actor, id)
  if (!found.ok) return found
  const source = found.value
  const checked = await checkSource(gateway, { ...source, ...wishes }, source)
  if (!checked.ok) return checked
  const { settings: before } = source
  const { settings = before } = checked.value
  const asked = { ...source, ...checked.value }
  const moved =
    (['url', 'serviceType', 'mapping', 'kind'] as const).some((name) => asked[name] !== source[name]) ||
    ['prefix', 'set'].some((name) => settings[name] !== before[name])
  const now = gateway.ports.now()
  // Another address is another source to learn; what was held came from the former one.
  const { from: _, token: __, begun: ___, granularity: ____, ...kept } = settings
  const blank = { etag: null, lastModified: null, quarantine: null, learnt: NOTHING_LEARNT, settings: kept }
  const afresh = moved ? { ...blank, failures: 0, nextAt: now } : {}
  return changed(gateway, source, { ...checked.value, ...afresh })
}

/** Pulls a source at once, as a person who looks after it; problems also those of `harvestSource`. */
export async function pullNow(gateway: Gateway, actor: Actor, id: number): Promise<Result<HarvestOutcome>> {
  const found = await managed(gateway, actor, id)
  return found.ok ? harvestSource(gateway, id, { force: true }) : found
}

/** Applies what is held of a source, whatever it looks like: from now on it looks like that. Problem: `nothing-held`. */
export async function applyHeld(gateway: Gateway, actor: Actor, id: number): Promise<Result<HarvestOutcome>> {
  const found = await managed(gateway, actor, id)
  if (!found.ok) return found
  if (found.value.quarantine === null) return fail({ code: 'nothing-held' })
  return harvestSource(gateway, id, { accepted: true })
}

/** The feed the page at the address of a source announces, where that page came instead of what it used to give. */
export function announcedFeed({ lastStatus }: Pick<Source, 'lastStatus'>): string | undefined {
  const { problem, figure } = readStatus(lastStatus ?? '')
  return problem.code === 'html-instead-of-feed' && figure !== '' ? figure : undefined
}

/** Reads the feed its page announces from now on. Problems: `nothing-announced`, and those of `updateSource`. */
export async function followAnnounced(gateway: Gateway, actor: Actor, id: number): Promise<Result<Source>> {
  const found = await managed(gateway, actor, id)
  if (!found.ok) return found
  const url = announcedFeed(found.value)
  return url === undefined ? fail({ code: 'nothing-announced' }) : updateSource(gateway, actor, { id, url })
}

/** Stops pulling a source until `resumeSource`. */
export async function pauseSource(gateway: Gateway, actor: Actor, id: number): Promise<Result<Source>> {
  const found = await managed(gateway, actor, id)
  return found.ok ? changed(gateway, found.value, { state: 'paused' }) : found
}

/** Pulls a paused or troubled source again, from the next turn of the worker on. */
export async function resumeSource(gateway: Gateway, actor: Actor, id: number): Promise<Result<Source>> {
  const found = await managed(gateway, actor, id)
  const afresh = { state: 'active', failures: 0, nextAt: gateway.ports.now() } as const
  return found.ok ? changed(gateway, found.value, afresh) : found
}

/** The sources this person manages, those in trouble first. */
export async function listSources({ ports, storage }: Gateway, actor: Actor): Promise<readonly Source[]> {
  const knowledge = await ports.knowledge()
  const own = knowledge.organisations
    .all()
    .filter(({ id }) => may(actor, { action: 'manage-sources', organisation: id }, knowledge).yes)
  return list(
    storage,
    own.map(({ id }) => id),
  )
}

async function permitted({ ports }: Gateway, actor: Actor, organisation: string): Promise<Result<void>> {
  const knowledge = await ports.knowledge()
  const allowed = may(actor, { action: 'manage-sources', organisation }, knowledge)
  return allowed.yes ? ok(undefined) : fail({ code: 'not-allowed', params: { reason: allowed.because } })
}

async function managed(gateway: Gateway, actor: Actor, id: number): Promise<Result<Source>> {
  const source = await readSource(gateway.storage, id)
  if (!source) return fail({ code: 'unknown-source' })
  const allowed = await permitted(gateway, actor, source.organisation)
  return allowed.ok ? ok(source) : allowed
}

async function changed(gateway: Gateway, source: Source, changes: Partial<Source>): Promise<Result<Source>> {
  const { id: _, ...set } = changes
  await changeSource(gateway.storage, source.id, set)
  return ok({ ...source, ...changes })
}
