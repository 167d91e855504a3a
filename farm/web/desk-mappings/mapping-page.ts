import type { Mapping } from '../../../pipeline/intake/mapping/mapping.ts'
import { suggestMapping } from '../../../pipeline/intake/mapping/suggest-mapping.ts'
import type { Problem, Result } from '../../../pipeline/model/problem.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { openMapping } from '../../batches/mappings.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import type { SavedMapping } from '../../storage/gateways/mapping-store.ts'
import { rememberedOrganisation, workplaceOf } from '../desk/working-for.ts'
import { readUpload } from '../desk-forms/read-upload.ts'
import type { Visit } from '../visit.ts'
import { bringFile } from './bring-file.ts'
import { type MappingForm, readMappingForm, readTerms } from './mapping-form.ts'
import type { MappingPage } from './mapping-state.ts'
import { openSample, type Sample } from './open-sample.ts'
import { performMapping } from './perform-mapping.ts'

/**
 * The page of a mapping, `new` for one to make: a file brought, columns given to fields, tried, kept, and the file imported by it. Nothing typed
 * is lost: each answer holds the whole form again. Null for who may import nowhere, or not there.
 */
export async function mappingPage(
  visit: Visit,
  asked: string,
  request: Request,
): Promise<MappingPage | Response | null> {
  const organisations = organisationsFor(visit.actor, 'import', visit.memory)
  const saved = await askedMapping(visit, asked)
  if (organisations.length === 0 || (saved === undefined && asked !== 'new')) return null
  if (request.method !== 'POST') return shown(visit, request, { saved, organisations })
  const sent = await readUpload(visit, request)
  if (!sent.ok) {
    const page = await shown(visit, request, { saved, organisations })
    return { ...page, problems: sent.problems }
  }
  const { data, close } = sent.value
  const brought = await bringFile(visit, sent.value).finally(close)
  const terms = { ...readTerms(data), ...(brought.ok ? brought.value : {}) }
  const organisation =
    saved?.organisation ?? organisations.find((id) => id === terms.organisation) ?? organisations[0] ?? ''
  const read = readMappingForm(data)
  const page = await pageOf(visit, {
    ...{ saved, organisations, form: { ...terms, organisation } },
    mapping: data.has('mapping') ? read.mapping : undefined,
    problems: [...(brought.ok ? [] : brought.problems), ...read.problems],
    changedKind: data.get('kind-before') !== terms.kind,
  })
  if (page.problems.length === 0) return performMapping(visit, page, String(data.get('do') ?? ''))
  const url = data.get('do') === 'bring' ? String(data.get('url') ?? '').trim() : ''
  if (url === '') return page
  // What is wrong with a file that was fetched is said beside its address, which stays to be put right.
  const problems = page.problems.map((one) => (one.field === 'file' ? { ...one, field: 'url' } : one))
  return { ...page, problems, url: url.slice(0, 2_000) }
}

async function askedMapping(visit: Visit, asked: string): Promise<SavedMapping | undefined> {
  const found: Result<SavedMapping> | undefined = /^\d{1,15}$/.test(asked)
    ? await openMapping(visit.farm, visit.actor, Number(asked))
    : undefined
  return found?.ok ? found.value : undefined
}

interface Reached {
  readonly saved: SavedMapping | undefined
  readonly organisations: readonly string[]
}

async function shown(visit: Visit, request: Request, { saved, organisations }: Reached): Promise<MappingPage> {
  const { searchParams } = new URL(request.url)
  const { organisation: here } = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie')))
  const wished = searchParams.get('organisation') ?? here?.id
  const form: MappingForm = {
    name: saved?.name ?? '',
    kind: saved?.serviceType ?? searchParams.get('kind') ?? '',
    organisation: saved?.organisation ?? organisations.find((id) => id === wished) ?? organisations[0] ?? '',
    file: searchParams.get('file') ?? '',
    fileName: (searchParams.get('name') ?? '').slice(0, 200),
    version: saved?.version ?? 0,
  }
  return pageOf(visit, { saved, organisations, form, mapping: saved?.mapping, problems: [], changedKind: false })
}

interface Asked extends Reached {
  readonly form: MappingForm
  /** Undefined where nothing was said yet, or what was said cannot be read: the file suggests it. */
  readonly mapping: Mapping | undefined
  readonly problems: readonly Problem[]
  /** Another service type than the form was drawn for. */
  readonly changedKind: boolean
}

async function pageOf(visit: Visit, asked: Asked): Promise<MappingPage> {
  const { saved, organisations, form } = asked
  const kind = visit.memory.serviceType(form.kind)
  const { sample, problems } = await openSample(visit, { file: form.file, mapping: asked.mapping })
  const suggested = kind && sample && suggestMapping(sample.columns, kind, readingToKeep(sample))
  const mapping =
    (asked.changedKind && kind ? merged(asked.mapping, suggested, kind) : asked.mapping) ?? suggested ?? NOTHING
  const name = form.name === '' && form.file !== '' ? form.fileName.replace(/\.[a-z]{2,5}$/i, '') : form.name
  return {
    ...{ saved, organisations, kind, sample, mapping, form: { ...form, name } },
    problems: [...asked.problems, ...problems],
    report: undefined,
  }
}

const NOTHING: Mapping = { reading: {}, identity: [], fields: {} }

// The rest is found again in each file: only which element is repeated must not depend on it.
function readingToKeep({ opened: { reading } }: Sample): Mapping['reading'] {
  return reading.records === undefined ? {} : { records: reading.records }
}

/** What was said for another service type, as far as this one has the fields; the file suggests the others. */
function merged(said: Mapping | undefined, suggested: Mapping | undefined, kind: ServiceType): Mapping | undefined {
  if (said === undefined) return suggested
  const names = new Set(kind.fields.map(({ name }) => name))
  const kept = Object.entries(said.fields).filter(([to]) => names.has(to.split('.')[0] ?? ''))
  return { ...said, fields: { ...suggested?.fields, ...Object.fromEntries(kept) } }
}
