import type { Mapping } from '../../pipeline/intake/mapping/mapping.ts'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import { fold } from '../../pipeline/model/fold.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import {
  addMapping,
  changeMapping,
  dropMapping,
  type SavedMapping,
  savedMapping,
  savedMappings,
  sourcesMappedBy,
} from '../storage/gateways/mapping-store.ts'
import { mappingFaults } from './check-mapping.ts'
import type { ImportRoom } from './import-request.ts'

/** What a person says of a mapping they keep. */
export interface MappingWishes {
  readonly organisation: string
  readonly serviceType: string
  readonly name: string
  readonly mapping: Mapping
}

/**
 * Keeps a mapping under a name. Problems: `not-allowed`, `unknown-organisation`, `unknown-service-type`, `required` and `too-long` on `name`,
 * `mapping-exists` { name }, `unknown-field`.
 */
export async function createMapping(
  room: ImportRoom,
  actor: Actor,
  wishes: MappingWishes,
): Promise<Result<SavedMapping>> {
  const checked = await check(room, actor, wishes)
  if (!checked.ok) return checked
  const [id = 0] = await room.ports.newIds(1)
  const now = room.ports.now()
  const saved = { ...checked.value, id, version: 1, person: personOf(actor), createdAt: now, updatedAt: now }
  await addMapping(room.storage, saved)
  return ok(saved)
}

/** Changes a mapping, `version` being the one it was read in. Problems: those of `createMapping`, `unknown-mapping`, `stale-version`. */
export async function updateMapping(
  room: ImportRoom,
  actor: Actor,
  {
    id,
    version,
    ...wishes
  }: Partial<Omit<MappingWishes, 'organisation'>> & { readonly id: number; readonly version: number },
): Promise<Result<SavedMapping>> {
  const found = await openMapping(room, actor, id)
  if (!found.ok) return found
  const checked = await check(room, actor, { ...found.value, ...wishes }, id)
  if (!checked.ok) return checked
  const saved = { ...found.value, ...checked.value, version: version + 1, updatedAt: room.ports.now() }
  const written = await changeMapping(room.storage, saved, version)
  return written ? ok(saved) : fail({ code: 'stale-version' })
}

/** Keeps a copy of a mapping, in the same organisation, under a name of its own. */
export async function duplicateMapping(room: ImportRoom, actor: Actor, id: number): Promise<Result<SavedMapping>> {
  const found = await openMapping(room, actor, id)
  if (!found.ok) return found
  const names = new Set((await savedMappings(room.storage, [found.value.organisation])).map(({ name }) => fold(name)))
  const base = found.value.name.slice(0, LONGEST_NAME - 6)
  const free = Array.from({ length: names.size + 1 }, (_, index) => `${base} (${index + 2})`)
  return createMapping(room, actor, { ...found.value, name: free.find((name) => !names.has(fold(name))) ?? base })
}

/** Takes a mapping away unless a source reads by it. Problems: `unknown-mapping`, `not-allowed`, `mapping-in-use` { names }. */
export async function removeMapping(room: ImportRoom, actor: Actor, id: number): Promise<Result<void>> {
  const found = await openMapping(room, actor, id)
  if (!found.ok) return found
  const names = (await sourcesMappedBy(room.storage, [id])).get(id) ?? []
  if (names.length > 0) return fail({ code: 'mapping-in-use', params: { names: names.join(', ').slice(0, 300) } })
  await dropMapping(room.storage, id)
  return ok(undefined)
}

/** The mappings of the organisations this person imports for, by name. */
export async function listMappings(room: ImportRoom, actor: Actor): Promise<readonly SavedMapping[]> {
  const knowledge = await room.ports.knowledge()
  const own = knowledge.organisations
    .all()
    .filter(({ id }) => may(actor, { action: 'import', organisation: id }, knowledge).yes)
  return savedMappings(
    room.storage,
    own.map(({ id }) => id),
  )
}

/** A mapping this person may use. Problems: `unknown-mapping`, also of one they may not see. */
export async function openMapping(room: ImportRoom, actor: Actor, id: number): Promise<Result<SavedMapping>> {
  const found = await savedMapping(room.storage, id)
  const knowledge = await room.ports.knowledge()
  const asked = found && { organisation: found.organisation, serviceType: found.serviceType }
  const allowed = asked && may(actor, { action: 'import', ...asked }, knowledge).yes
  return found && allowed ? ok(found) : fail({ code: 'unknown-mapping', params: { value: id } })
}

/** A mapping of an organisation, or of one above it, by its name or its number; the nearest wins. Problem: `unknown-mapping` { value }. */
export async function mappingNamed(
  room: ImportRoom,
  asked: { readonly name: string; readonly organisation: string },
): Promise<Result<SavedMapping>> {
  const { organisations } = await room.ports.knowledge()
  const reach = organisations.above(asked.organisation)
  const found = (await savedMappings(room.storage, reach))
    .filter(({ id, name }) => String(id) === asked.name || fold(name) === fold(asked.name))
    .sort((a, b) => reach.indexOf(a.organisation) - reach.indexOf(b.organisation))
  return found[0] ? ok(found[0]) : fail({ code: 'unknown-mapping', params: { value: asked.name.slice(0, 80) } })
}

/** The mapping a source or a batch names, to be given to `importBatch` as it is; `unknown-mapping` where it is no more. */
export async function mappingOf({ storage }: Pick<ImportRoom, 'storage'>, id: number): Promise<Result<Mapping>> {
  const found = await savedMapping(storage, id)
  return found ? ok(found.mapping) : fail({ code: 'unknown-mapping', params: { value: id } })
}

const LONGEST_NAME = 120

async function check(
  { ports, storage }: ImportRoom,
  actor: Actor,
  wishes: MappingWishes,
  self?: number,
): Promise<Result<MappingWishes>> {
  const { organisation, serviceType, mapping } = wishes
  const knowledge = await ports.knowledge()
  if (!knowledge.organisations.get(organisation))
    return fail({ code: 'unknown-organisation', field: 'organisation', params: { value: organisation } })
  const allowed = may(actor, { action: 'import', organisation }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const kind = knowledge.serviceType(serviceType)
  if (!kind) return fail({ code: 'unknown-service-type', field: 'serviceType', params: { value: serviceType } })
  const name = wishes.name.trim()
  const problems = [...nameProblems(name), ...mappingFaults(mapping, kind)]
  const twins = (await savedMappings(storage, [organisation])).filter(({ id }) => id !== self)
  if (twins.some((one) => fold(one.name) === fold(name)))
    problems.push({ code: 'mapping-exists', field: 'name', params: { name } })
  if (problems.length > 0) return fail(...problems)
  return ok({ organisation, serviceType, name, mapping: { ...mapping, serviceType } })
}

function nameProblems(name: string): readonly Problem[] {
  if (name === '') return [{ code: 'required', field: 'name' }]
  const { length } = name
  return length > LONGEST_NAME ? [{ code: 'too-long', field: 'name', params: { max: LONGEST_NAME, length } }] : []
}
