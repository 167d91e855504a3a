import { FARM } from '../../pipeline/model/actor.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { importSpip, type SpipReport, sideProblems } from '../spip/import-spip.ts'
import { noteSpip, type SpipImport, type SpipNews, storedImport } from '../spip/imports.ts'
import type { JobKind } from './job.ts'

/** Rehearses or applies a SPIP site, as the person who asked and with the rights they have by now; begun anew, it finds what it did. */
export const takeSpip: JobKind = async ({ workshop, job, progress }) => {
  const found = await storedImport(workshop, Number(job.payload.import))
  if (!found) return fail({ code: 'unknown-batch' })
  const actor = found.person === null ? FARM : await workshop.people.byId(found.person)
  const { path, images, wishes, step } = found
  const request = { ...wishes, path, images: images ?? undefined, dryRun: step === 'rehearse' }
  const result: Result<SpipReport> = actor
    ? await importSpip(workshop, { ...request, actor, onProgress: (done) => progress(done, 0) })
    : fail({ code: 'unknown-person' })
  await noteSpip(workshop, result.ok ? told(found, result.value) : failed(found, result.problems))
  return result.ok ? ok(undefined) : result
}

const TOLD = 50

function told(found: SpipImport, report: SpipReport): SpipImport {
  const { published, refused, trashed, addresses, files, sources, repaired, subjects } = report
  const texts = report.batches.map(({ kind, report: batch }) => {
    const { new: fresh, changed, same, duplicates: duplicate, refused: unfit, gone, problems, problemCount } = batch
    const counts = { new: fresh, changed, same, duplicate, refused: unfit, gone }
    return { kind, batch: batch.batch, counts, problems: problems.slice(0, TOLD), problemCount }
  })
  const news: SpipNews = {
    texts,
    subjects: subjects.slice(0, 500),
    statuses: { published, refused, trashed },
    addresses,
    files: { kept: files.kept, missing: files.missing },
    sources: { added: sources.added, known: sources.known },
    repaired,
    problems: sideProblems(report).slice(0, TOLD),
  }
  return { ...found, state: found.step === 'apply' ? 'applied' : 'rehearsed', problems: [], news }
}

function failed(found: SpipImport, problems: readonly Problem[]): SpipImport {
  // The name of the file is nobody's business but the farm's.
  const shown = problems.map((one) => ({ ...one, params: { ...one.params, file: found.name, name: found.name } }))
  return { ...found, state: 'failed', problems: shown }
}
