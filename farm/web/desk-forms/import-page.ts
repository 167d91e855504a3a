import type { Bytes } from '../../../pipeline/intake/byte-source.ts'
import type { Problem, Result } from '../../../pipeline/model/problem.ts'
import { fail, ok } from '../../../pipeline/model/problem.ts'
import { listMappings } from '../../batches/mappings.ts'
import { prepareBatch } from '../../batches/prepare-batch.ts'
import { fetchSource } from '../../fetching/fetch-source.ts'
import { finishJob } from '../../jobs/finish-job.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import { rememberedOrganisation, workplaceOf } from '../desk/working-for.ts'
import type { Visit } from '../visit.ts'
import { readUpload, type Upload } from './read-upload.ts'
import { redirectTo } from './sign-in-first.ts'
import { type UploadLimits, uploadLimits } from './upload-limits.ts'

/** What the page of an import asks. */
export interface ImportPage {
  readonly organisations: readonly string[]
  readonly organisation: string
  readonly kind: string
  readonly url: string
  readonly mapping: number | null
  /** Saved mappings this person may use. */
  readonly mappings: readonly { readonly id: number; readonly name: string; readonly serviceType: string }[]
  readonly limits: UploadLimits
  readonly problems: readonly Problem[]
}

/** How long a person waits for a rehearsal before its page tells how far it is, milliseconds. */
export const PATIENCE = 4000

/** The page of an import: what was asked is rehearsed, and the answer is the page of its batch; null for those who may import nowhere. */
export async function importPage(visit: Visit, request: Request): Promise<ImportPage | Response | null> {
  const { actor, memory, farm } = visit
  const organisations = organisationsFor(actor, 'import', memory)
  const { organisation: here } = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie')))
  const first = organisations.find((id) => id === here?.id) ?? organisations[0]
  if (first === undefined) return null
  const mappings = await listMappings(farm, actor)
  const limits = uploadLimits(visit)
  const blank = { organisations, organisation: first, kind: '', url: '', mapping: null, mappings, limits, problems: [] }
  if (request.method !== 'POST') return { ...blank, ...wishesIn(new URL(request.url).searchParams, blank) }
  const upload = await readUpload(visit, request)
  if (!upload.ok) return { ...blank, problems: upload.problems }
  const { data, file, close } = upload.value
  const text = (name: string) => String(data.get(name) ?? '')
  try {
    const organisation = organisations.find((id) => id === text('organisation')) ?? first
    const url = text('url').trim()
    const mapping = mappings.find(({ id }) => String(id) === text('mapping'))?.id ?? null
    const page = { ...blank, organisation, url, mapping, kind: text('kind') }
    const content = await broughtIn(file, url)
    return content.ok ? await rehearsed(visit, page, content.value) : { ...page, problems: content.problems }
  } finally {
    await close()
  }
}

// Where a page leads here, it says how the file that comes is to be read.
function wishesIn(search: URLSearchParams, { organisations, organisation, mappings }: ImportPage): Partial<ImportPage> {
  return {
    organisation: organisations.find((id) => id === search.get('organisation')) ?? organisation,
    kind: search.get('kind') ?? '',
    mapping: mappings.find(({ id }) => String(id) === search.get('mapping'))?.id ?? null,
  }
}

interface BroughtIn {
  readonly bytes: Bytes
  readonly name: string
  readonly mediaType?: string | undefined
  readonly baseUrl?: string | undefined
}

async function broughtIn(file: Upload['file'], url: string): Promise<Result<BroughtIn>> {
  if (file && file.bytes.length > 0) return ok(file)
  if (url === '') return fail({ code: 'file-required', field: 'file' })
  const fetched = await fetchSource(url)
  if (fetched.kind === 'fetched') {
    const { bytes, mediaType, finalUrl } = fetched
    return ok({ bytes, mediaType, baseUrl: finalUrl, name: finalUrl.slice(0, 200) })
  }
  return fail({ ...(fetched.kind === 'failed' ? fetched.problem : { code: 'failure' }), field: 'url' })
}

async function rehearsed(visit: Visit, page: ImportPage, content: BroughtIn): Promise<ImportPage | Response> {
  const { farm, actor, href } = visit
  const { organisation, kind: serviceType, mapping } = page
  const asked = { ...content, serviceType, organisation, actor, mapping: mapping ?? undefined }
  const prepared = await prepareBatch(farm, asked)
  if (!prepared.ok) return { ...page, problems: prepared.problems.map((one) => ({ ...one, field: fieldOf(one) })) }
  const { batch, job } = prepared.value
  await finishJob(farm, job, { patience: PATIENCE })
  return redirectTo(href(`/imports/${batch}`))
}

function fieldOf({ code }: Problem): string {
  return code === 'unknown-service-type' ? 'kind' : code === 'unknown-mapping' ? 'mapping' : 'file'
}
