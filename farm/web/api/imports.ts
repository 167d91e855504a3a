import type { BatchLine } from '../../../pipeline/model/batch.ts'
import { importBatch } from '../../batches/import-batch.ts'
import { type Batch, batchProblems, readBatch } from '../../storage/batch-store.ts'
import { wordsIn } from '../words/words.ts'
import type { ApiAnswer, Call, Operation, Parameter } from './operation.ts'
import { LANGUAGE, ONCE } from './parameters.ts'
import { refusal } from './problem-json.ts'
import { ref } from './schemas.ts'
import { missing } from './site-visit.ts'

const NUMBER: Parameter = {
  ...{ name: 'import', in: 'path', schema: { type: 'integer', minimum: 1 } },
  description: { fr: 'Numéro de l’import.', en: 'Number of the import.' },
}
const AFTER: Parameter = {
  ...{ name: 'cursor', in: 'query', schema: { type: 'string', pattern: '^[0-9]{1,15}\\.[0-9]{1,15}$' } },
  description: {
    fr: 'Suite des problèmes, telle que « next » la donne.',
    en: 'The rest of the problems, as “next” gives it.',
  },
}

/** Whole files brought at once, and what became of each line. */
export const IMPORT_OPERATIONS: readonly Operation[] = [
  {
    ...{ name: 'createImport', method: 'POST', path: '/imports', access: 'key', takes: 'file' },
    parameters: [
      {
        ...{ name: 'serviceType', in: 'query', schema: { type: 'string' } },
        description: {
          fr: 'Genre des fiches du fichier (obligatoire).',
          en: 'Kind of the entries in the file (needed).',
        },
      },
      {
        ...{ name: 'name', in: 'query', schema: { type: 'string', maxLength: 200 } },
        description: { fr: 'Nom du fichier.', en: 'Name of the file.' },
      },
      {
        ...{ name: 'rehearse', in: 'query', schema: { enum: ['true', 'false'], default: 'false' } },
        description: {
          fr: 'Dit ce qui arriverait, et n’écrit rien.',
          en: 'Says what would happen, and writes nothing.',
        },
      },
      ...[ONCE, LANGUAGE],
    ],
    summary: {
      fr: 'Importer un fichier entier (CSV, XML, LHÉO, flux…)',
      en: 'Import a whole file (CSV, XML, LHÉO, feeds…)',
    },
    answers: { 200: ref('Import'), 201: ref('Import') },
    run: bringFile,
  },
  {
    ...{
      name: 'getImport',
      method: 'GET',
      path: '/imports/{import}',
      access: 'key',
      parameters: [NUMBER, AFTER, LANGUAGE],
    },
    summary: {
      fr: 'Le rapport d’un import, avec tous ses problèmes',
      en: 'The report of an import, with all its problems',
    },
    answers: { 200: ref('Import') },
    run: async (call) => {
      const batch = await readBatch(call.visit.farm.storage, Number(call.params.import))
      const own = batch && call.actor.kind === 'partner' && batch.source === call.actor.partner
      return own ? reportOf(call, batch, 200) : missing(call)
    },
  },
]

async function bringFile(call: Call): Promise<ApiAnswer> {
  const { visit, actor, query, body, headers, base } = call
  const serviceType = query.get('serviceType')
  if (!serviceType) return refusal([{ code: 'required', field: 'serviceType' }], { ...call, status: 400 })
  if (actor.kind !== 'partner' || !(body instanceof Uint8Array)) return missing(call)
  const { organisation, partner, name } = actor
  const rehearse = query.get('rehearse') === 'true'
  const done = await importBatch(visit.farm, {
    ...{ serviceType, organisation, actor, source: partner, dryRun: rehearse },
    name: query.get('name')?.trim() || name,
    content: { bytes: body, mediaType: headers.get('content-type') ?? undefined },
  })
  if (!done.ok) {
    const problems = done.problems.map((one) => (one.code === 'not-allowed' ? { ...one, code: 'outside-key' } : one))
    return refusal(problems, call)
  }
  const report = done.value
  const batch = report.batch === null ? undefined : await readBatch(visit.farm.storage, report.batch)
  if (batch) {
    const made = await reportOf(call, batch, 201)
    return { ...made, headers: { ...made.headers, location: `${base}/imports/${batch.id}` } }
  }
  const { total, problems } = report
  const counts = {
    new: report.new,
    changed: report.changed,
    same: report.same,
    duplicate: report.duplicates,
    refused: report.refused,
  }
  const told = problems.slice(0, PAGE).map((problem) => problemJson(call, { line: problem.line ?? 0, problem }))
  const about = { id: null, name: query.get('name') ?? name, serviceType, done: true, total, counts }
  return { status: 200, body: { ...about, problems: told, next: null } }
}

const PAGE = 200

async function reportOf(call: Call, batch: Batch, status: number): Promise<ApiAnswer> {
  const [line = 0, last = 0] = (call.query.get('cursor') ?? '').split('.').map(Number)
  const after = last === 0 ? undefined : { line, id: last }
  const lines = await batchProblems(call.visit.farm.storage, { batch: batch.id, after, limit: PAGE + 1 })
  const shown = lines.slice(0, PAGE)
  const next = lines.length > PAGE ? `${shown.at(-1)?.line ?? 0}.${shown.at(-1)?.id ?? 0}` : null
  const { id, name, serviceType, total, counts, endedAt } = batch
  const body = { id, name, serviceType, done: endedAt !== null, total, counts: { ...counts } }
  const problems = shown.map((line) => problemJson(call, line))
  const link = next === null ? {} : { link: `<${call.base}/imports/${id}?cursor=${next}>; rel="next"` }
  return { status, body: { ...body, problems, next }, headers: link }
}

function problemJson({ language }: Call, { line, problem }: Pick<BatchLine, 'line' | 'problem'>) {
  const { code, field } = problem
  const detail = wordsIn(language).problem(problem)
  return { code, detail, ...(field ? { field } : {}), ...(line > 0 ? { line } : {}) }
}
