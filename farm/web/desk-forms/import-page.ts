import type { Problem } from '../../../pipeline/model/problem.ts'
import { importLater } from '../../jobs/import.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import type { BatchReport } from '../../sources/batch-report.ts'
import { importBatch } from '../../sources/import-batch.ts'
import { keepWaiting, readWaiting } from '../../sources/waiting-file.ts'
import { rememberedOrganisation, workplaceOf } from '../desk/working-for.ts'
import type { Visit } from '../visit.ts'
import { redirectTo } from './sign-in-first.ts'

/** What the page of an import shows. */
export interface ImportPage {
  readonly organisations: readonly string[]
  readonly organisation: string
  readonly kind: string
  readonly problems: readonly Problem[]
  /** The file rehearsed, and what would become of it. */
  readonly rehearsed: { readonly file: string; readonly name: string; readonly report: BatchReport } | undefined
}

/** Beyond this a file is imported behind the person's back, bytes. */
const AT_ONCE = 2 * 1024 * 1024

/** The page of an import: asked, rehearsed, applied; null for those who may import nowhere. */
export async function importPage(visit: Visit, request: Request): Promise<ImportPage | Response | null> {
  const organisations = organisationsFor(visit.actor, 'import', visit.memory)
  const { organisation: here } = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie')))
  const first = organisations.find((id) => id === here?.id) ?? organisations[0]
  if (first === undefined) return null
  const blank = { organisations, organisation: first, kind: '', problems: [], rehearsed: undefined }
  if (request.method !== 'POST') return blank
  const data = await request.formData()
  const organisation = organisations.find((id) => id === data.get('organisation')) ?? first
  const asked = { ...blank, organisation, kind: String(data.get('kind') ?? '') }
  const waiting = data.get('waiting')
  return typeof waiting === 'string'
    ? applied(visit, asked, { id: waiting, name: nameOf(data) })
    : rehearsed(visit, asked, data)
}

function nameOf(data: FormData): string {
  return String(data.get('name') ?? '').slice(0, 200)
}

async function rehearsed(visit: Visit, page: ImportPage, data: FormData): Promise<ImportPage> {
  const file = data.get('file')
  if (!(file instanceof File) || file.size === 0)
    return { ...page, problems: [{ code: 'file-required', field: 'file' }] }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const { organisation, kind: serviceType } = page
  const about = { name: file.name, serviceType, organisation, actor: visit.actor, content: { bytes } }
  const report = await importBatch(visit.farm, { ...about, dryRun: true })
  if (!report.ok) return { ...page, problems: report.problems.map((problem) => ({ ...problem, field: 'file' })) }
  const kept = await keepWaiting(visit.farm.files, bytes)
  return { ...page, rehearsed: { file: kept, name: file.name, report: report.value } }
}

async function applied(
  visit: Visit,
  page: ImportPage,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<ImportPage | Response> {
  const bytes = await readWaiting(visit.farm.files, id)
  if (!bytes) return { ...page, problems: [{ code: 'file-required', field: 'file' }] }
  const { organisation, kind: serviceType } = page
  const about = { name, serviceType, organisation, actor: visit.actor }
  if (bytes.byteLength > AT_ONCE) {
    const queued = await importLater(visit.farm, { ...about, bytes })
    return queued.ok ? redirectTo(visit.href('/imports?queued=1')) : { ...page, problems: queued.problems }
  }
  const done = await importBatch(visit.farm, { ...about, content: { bytes } })
  return done.ok ? redirectTo(visit.href(`/imports/${done.value.batch}?done=1`)) : { ...page, problems: done.problems }
}
