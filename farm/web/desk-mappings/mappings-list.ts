import { parseMapping } from '../../../pipeline/intake/mapping/read-mapping.ts'
import type { Problem, Result } from '../../../pipeline/model/problem.ts'
import { createMapping, duplicateMapping, listMappings, removeMapping } from '../../batches/mappings.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import { type SavedMapping, sourcesMappedBy } from '../../storage/gateways/mapping-store.ts'
import { rememberedOrganisation, workplaceOf } from '../desk/working-for.ts'
import { redirectTo } from '../desk-forms/sign-in-first.ts'
import type { Visit } from '../visit.ts'

/** What the list of mappings shows. */
export interface MappingsList {
  readonly mappings: readonly SavedMapping[]
  readonly organisations: readonly string[]
  readonly organisation: string
  /** Names of the sources that read by each. */
  readonly used: ReadonlyMap<number, readonly string[]>
  readonly problems: readonly Problem[]
}

/** The mappings of a person, and what the buttons of their list do: copy one, take one away, bring one as a file. Null for who may import nowhere. */
export async function mappingsList(visit: Visit, request: Request): Promise<MappingsList | Response | null> {
  const organisations = organisationsFor(visit.actor, 'import', visit.memory)
  const [first] = organisations
  if (first === undefined) return null
  const done = request.method === 'POST' ? await perform(visit, await request.formData()) : undefined
  if (done?.ok) return redirectTo(visit.href(done.value))
  const mappings = await listMappings(visit.farm, visit.actor)
  const { organisation: here } = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie')))
  const used = await sourcesMappedBy(
    visit.farm.storage,
    mappings.map(({ id }) => id),
  )
  const organisation = organisations.find((id) => id === here?.id) ?? first
  return { mappings, organisations, organisation, used, problems: done?.problems ?? [] }
}

async function perform(visit: Visit, data: FormData): Promise<Result<string>> {
  const { farm, actor } = visit
  const id = Number(data.get('id'))
  if (data.get('do') === 'remove') return after(await removeMapping(farm, actor, id), () => '/mappings?done=removed')
  if (data.get('do') === 'copy') return after(await duplicateMapping(farm, actor, id), (copy) => `/mappings/${copy.id}`)
  return after(await broughtFile(visit, data), (saved) => `/mappings/${saved.id}?done=save`)
}

function after<T>(result: Result<T>, to: (value: T) => string): Result<string> {
  return result.ok ? { ok: true, value: to(result.value) } : result
}

async function broughtFile({ farm, actor }: Visit, data: FormData): Promise<Result<SavedMapping>> {
  const file = data.get('mapping-file')
  const wanted = { ok: false, problems: [{ code: 'file-required', field: 'mapping-file' }] } as const
  if (!(file instanceof File) || file.size === 0 || file.size > MOST_BYTES) return wanted
  const read = parseMapping(await file.text(), file.name)
  if (!read.ok) return { ok: false, problems: read.problems.map((one) => ({ ...one, field: 'mapping-file' })) }
  const organisation = String(data.get('organisation') ?? '')
  const name = file.name.replace(/\.json$/i, '')
  const serviceType = read.value.serviceType ?? ''
  const saved = await createMapping(farm, actor, { organisation, serviceType, name, mapping: read.value })
  return saved.ok ? saved : { ok: false, problems: saved.problems.map((one) => ({ ...one, field: 'mapping-file' })) }
}

const MOST_BYTES = 2_000_000
