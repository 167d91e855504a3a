import { FARM } from '../../../pipeline/model/actor.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { BatchReport } from '../../batches/batch-report.ts'
import type { Farm } from '../../open-farm.ts'
import { harvestSource } from '../../sources/harvest.ts'
import { listSources } from '../../sources/sources.ts'
import { dueSources, readSource, type Source } from '../../storage/gateways/source-store.ts'
import { numberArgument } from '../arguments.ts'
import { batchJson, batchText } from '../batch-lines.ts'
import { type Call, type Command, EXIT, misuse, refusal } from '../command.ts'
import { problemJson, problemLine } from '../problem-lines.ts'
import { withFarm } from '../with-farm.ts'

/** `farm harvest`: pulls one source at once, all of them, or those whose time has come. */
export const harvest: Command = {
  name: 'harvest',
  usage: '[SOURCE | --all]',
  options: { all: { type: 'boolean' } },
  positionals: ['SOURCE?'],
  json: '{ harvests: [{ source, name, outcome: "imported"|"not-modified"|"quarantined"|"not-due"|"failed", report: {…as import} | null, problems: [{ line, field, code, message }] }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out } = call
      const pulls: Pull[] = []
      for (const source of await wantedSources(call, farm)) pulls.push(await pull(call, farm, source))
      const text = await Promise.all(pulls.map((one) => pullText(call, farm, one)))
      out.value({ harvests: pulls.map((one) => pullJson(call, one)) }, text.join('\n\n') || words('cli.harvest.none'))
      const fine = pulls.every(({ problems, report }) => problems.length === 0 && (report?.refused ?? 0) === 0)
      return fine ? EXIT.done : EXIT.problems
    }),
}

async function wantedSources(call: Call, farm: Farm): Promise<readonly Source[]> {
  const named = call.positionals.length > 0
  if (named && call.values.all === true) throw misuse(call.words('cli.harvest.one-or-all'))
  if (call.values.all === true) return (await listSources(farm, FARM)).filter((one) => one.state !== 'paused')
  if (!named) return dueSources(farm.storage, farm.now())
  const source = await readSource(farm.storage, numberArgument(call, 0, 'SOURCE'))
  if (!source) throw refusal([{ code: 'unknown-source' }])
  return [source]
}

interface Pull {
  readonly source: Source
  readonly outcome: 'imported' | 'not-modified' | 'quarantined' | 'not-due' | 'failed'
  readonly report: BatchReport | null
  readonly problems: readonly Problem[]
}

async function pull({ words, out }: Call, farm: Farm, source: Source): Promise<Pull> {
  out.progress(words('cli.harvest.progress', { name: source.name }))
  const onProgress = (count: number) => out.progress(words('cli.import.progress', { count }))
  const result = await harvestSource(farm, source.id, { force: true, onProgress })
  if (!result.ok) return { source, outcome: 'failed', report: null, problems: result.problems }
  const report = result.value.kind === 'imported' ? result.value.report : null
  const problems = result.value.kind === 'quarantined' ? result.value.why : []
  return { source, outcome: result.value.kind, report, problems }
}

function pullJson({ words }: Call, { source, outcome, report, problems }: Pull) {
  return {
    ...{ source: source.id, name: source.name, outcome, report: report && batchJson(words, report) },
    problems: problems.map((problem) => problemJson(words, problem)),
  }
}

async function pullText({ words }: Call, farm: Farm, { source, outcome, report, problems }: Pull): Promise<string> {
  const serviceType = (await farm.memory()).serviceType(source.serviceType)
  return [
    `${source.name}${words('cli.colon')}${words(`cli.harvest.${outcome}`)}`,
    ...(report ? [batchText(words, report, serviceType)] : []),
    ...problems.map((problem) => `  ${problemLine(words, problem)}`),
  ].join('\n')
}
