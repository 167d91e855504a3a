import type { Problem, Result } from '../../../pipeline/model/problem.ts'
import { importBatch } from '../../batches/import-batch.ts'
import { createMapping, updateMapping } from '../../batches/mappings.ts'
import { rehearseImport } from '../../duplicates/rehearse-import.ts'
import { importLater } from '../../jobs/import.ts'
import type { SavedMapping } from '../../storage/gateways/mapping-store.ts'
import { redirectTo } from '../desk-forms/sign-in-first.ts'
import type { Visit } from '../visit.ts'
import type { MappingPage } from './mapping-state.ts'

/** Beyond this a file is imported behind the person's back, bytes. */
const AT_ONCE = 2 * 1024 * 1024

/** Does what the button of the form says: `try` on the whole file, or the first lines of a large one, `save`, or `import` with it; anything else only shows the form again. */
export async function performMapping(visit: Visit, page: MappingPage, wish: string): Promise<MappingPage | Response> {
  if (wish === 'try') return tried(visit, page)
  if (wish !== 'save' && wish !== 'import') return page
  const saved = await kept(visit, page)
  if (!saved.ok) return { ...page, problems: saved.problems }
  if (wish === 'import') return imported(visit, page, saved.value)
  const query = new URLSearchParams({ file: page.form.file, name: page.form.fileName, done: 'save' })
  return redirectTo(visit.href(`/mappings/${saved.value.id}?${query}`))
}

function kept({ farm, actor }: Visit, { saved, form, mapping }: MappingPage): Promise<Result<SavedMapping>> {
  const { name, kind: serviceType, organisation, version } = form
  if (saved) return updateMapping(farm, actor, { id: saved.id, version, name, serviceType, mapping })
  return createMapping(farm, actor, { organisation, serviceType, name, mapping })
}

async function tried({ farm, actor }: Visit, page: MappingPage): Promise<MappingPage> {
  const { sample, mapping, form } = page
  if (!sample) return { ...page, problems: [FILE_WANTED] }
  const { bytes } = sample
  const most = bytes.length > AT_ONCE ? FIRST_LINES : undefined
  const about = { name: form.fileName, serviceType: form.kind, organisation: form.organisation, actor }
  const report = await rehearseImport(farm, { ...about, content: { bytes, mapping }, most })
  return report.ok ? { ...page, report: report.value } : { ...page, problems: report.problems.map(atFile) }
}

// Somebody waits for the page: a larger file is rehearsed whole where it is imported.
const FIRST_LINES = 2_000

const FILE_WANTED: Problem = { code: 'file-required', field: 'file' }

function atFile(problem: Problem): Problem {
  return { ...problem, field: 'file' }
}

async function imported(visit: Visit, page: MappingPage, saved: SavedMapping): Promise<MappingPage | Response> {
  const { farm, actor, href } = visit
  const { sample, form } = page
  if (!sample) return { ...page, saved, problems: [FILE_WANTED] }
  const { id: mapping, serviceType, organisation } = saved
  const about = { name: form.fileName, serviceType, organisation, actor, mapping }
  const { bytes } = sample
  // Once kept, the page is that of the mapping: saved again, it must not be made twice.
  const stay = (problems: readonly Problem[]): MappingPage => ({
    ...page,
    ...{ saved, form: { ...form, version: saved.version }, problems: problems.map(atFile) },
  })
  if (bytes.length > AT_ONCE) {
    const queued = await importLater(farm, { ...about, bytes })
    return queued.ok ? redirectTo(href(`/imports/${queued.value.batch}`)) : stay(queued.problems)
  }
  const done = await importBatch(farm, { ...about, content: { bytes, mapping: saved.mapping } })
  return done.ok ? redirectTo(href(`/imports/${done.value.batch}?done=1`)) : stay(done.problems)
}
