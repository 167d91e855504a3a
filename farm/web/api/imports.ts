import type { BatchLine } from '../../../pipeline/model/batch.ts'
import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import type { BatchReport } from '../../batches/batch-report.ts'
import { importBatch } from '../../batches/import-batch.ts'
import { mappingNamed } from '../../batches/mappings.ts'
import { prepareBatch } from '../../batches/prepare-batch.ts'
import { rehearseImport } from '../../duplicates/rehearse-import.ts'
import { type Batch, batchProblems, readBatch } from '../../storage/gateways/batch-store.ts'
import type { SavedMapping } from '../../storage/gateways/mapping-store.ts'
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
        ...{ name: 'serviceType', in: 'query', needed: true, schema: { type: 'string' } },
        description: { fr: 'Genre des fiches du fichier.', en: 'Kind of the entries in the file.' },
      },
      {
        ...{ name: 'name', in: 'query', schema: { type: 'string', maxLength: 200 } },
        description: { fr: 'Nom du fichier.', en: 'Name of the file.' },
      },
      {
        ...{ name: 'mapping', in: 'query', schema: { type: 'string', maxLength: 120 } },
        description: {
          fr: 'Correspondance par laquelle lire le fichier : son nom ou son numéro.',
          en: 'Mapping the file is read by: its name or its number.',
        },
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
      fr: 'Importer un fichier entier (CSV, XML, LHÉO, flux…) ; un gros est accepté (202), puis lu',
      en: 'Import a whole file (CSV, XML, LHÉO, feeds…); a large one is answered 202 and read afterwards',
    },
    answers: { 200: ref('Import'), 201: ref('Import'), 202: ref('Import') },
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
  const { visit, actor, query, file, headers } = call
  const serviceType = query.get('serviceType') ?? ''
  if (actor.kind !== 'partner' || !file) return missing(call)
  const { organisation, partner, name } = actor
  const rehearse = query.get('rehearse') === 'true'
  const chosen = await mappingFor(call, organisation)
  if (!chosen.ok) return refusal(chosen.problems, call)
  const { id: mapping, mapping: how } = chosen.value ?? {}
  const about = { serviceType, organisation, actor, source: partner, mapping, name: query.get('name')?.trim() || name }
  const mediaType = headers.get('content-type') ?? undefined
  if (file.length > AT_ONCE) {
    const asked = await prepareBatch(visit.farm, { ...about, bytes: file, mediaType, straight: !rehearse })
    return asked.ok ? made(call, asked.value.batch, 202) : refused(asked.problems, call)
  }
  const bring = rehearse ? rehearseImport : importBatch
  const done = await bring(visit.farm, { ...about, content: { bytes: file, mediaType, mapping: how } })
  if (!done.ok) return refused(done.problems, call)
  return done.value.batch === null ? rehearsed(call, serviceType, done.value) : made(call, done.value.batch, 201)
}

// Only those of the partner's own body: what another's is called is not theirs to learn.
async function mappingFor({ visit, query }: Call, organisation: string): Promise<Result<SavedMapping | undefined>> {
  const name = query.get('mapping')?.trim() ?? ''
  if (name === '') return ok(undefined)
  const found = await mappingNamed(visit.farm, { name, organisation })
  const own = found.ok && found.value.organisation === organisation
  return own ? found : fail({ code: 'unknown-mapping', field: 'mapping', params: { value: name.slice(0, 80) } })
}

/** Beyond this a file is read once the request is answered, bytes. */
const AT_ONCE = 2 * 1024 * 1024

function refused(problems: readonly Problem[], call: Call): ApiAnswer {
  const told = problems.map((one) => (one.code === 'not-allowed' ? { ...one, code: 'outside-key' } : one))
  return refusal(told, call)
}

async function made(call: Call, id: number, status: number): Promise<ApiAnswer> {
  const batch = await readBatch(call.visit.farm.storage, id)
  if (!batch) return missing(call)
  const answer = await reportOf(call, batch, status)
  return { ...answer, headers: { ...answer.headers, location: `${call.base}/imports/${id}` } }
}

function rehearsed(call: Call, serviceType: string, report: BatchReport): ApiAnswer {
  const { total, problems } = report
  const counts = {
    new: report.new,
    changed: report.changed,
    same: report.same,
    duplicate: report.duplicates,
    refused: report.refused,
  }
  const told = problems.slice(0, PAGE).map((problem) => problemJson(call, { line: problem.line ?? 0, problem }))
  const { actor, query } = call
  const name = query.get('name') ?? (actor.kind === 'partner' ? actor.name : '')
  const about = { id: null, name, serviceType, done: true, total, counts }
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
