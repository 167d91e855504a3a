import type { Actor } from '../../pipeline/model/actor.ts'
import type { Problem, Result } from '../../pipeline/model/problem.ts'
import type { AskedWork } from '../batches/prepare-batch.ts'
import { finishJob } from '../jobs/finish-job.ts'
import type { Farm } from '../open-farm.ts'
import { type Batch, batchProblems, type LineKind, readBatch } from '../storage/gateways/batch-store.ts'
import { numberArgument } from './arguments.ts'
import { batchText } from './batch-lines.ts'
import { type Call, CommandFailure, refusal } from './command.ts'
import { problemJson, problemLine } from './problem-lines.ts'
import { actorOf } from './with-farm.ts'

/** A verb that puts work on a batch in the queue. */
export type AskingWork = (
  farm: Farm,
  asked: { readonly batch: number; readonly actor: Actor },
) => Promise<Result<AskedWork>>

/** Does the work asked on the batch that is named first to its end, saying how far it is, and tells the batch; answers it as it then stands. */
export async function workOnBatch(call: Call, farm: Farm, ask: AskingWork): Promise<Batch> {
  const { words, out } = call
  const asked = await ask(farm, { batch: numberArgument(call, 0, 'BATCH'), actor: await actorOf(call, farm) })
  if (!asked.ok) throw refusal(asked.problems)
  const { batch, job } = asked.value
  const ended = await finishJob(farm, job, {
    onProgress: ({ done }) => out.progress(words('cli.import.progress', { count: done })),
  })
  const found = await readBatch(farm.storage, batch)
  if (!found) throw refusal([{ code: 'unknown-batch' }])
  // A file that cannot be read is told with its batch.
  if (ended?.error && found.state !== 'failed') throw new CommandFailure(ended.error)
  await toldBatch(call, farm, batch)
  return found
}

/** Tells a batch with every problem of its lines. */
export async function toldBatch({ words, out }: Call, farm: Farm, id: number): Promise<void> {
  const batch = await readBatch(farm.storage, id)
  if (!batch) throw refusal([{ code: 'unknown-batch' }])
  const { problems, kept } = await allLines(farm, id)
  const { duplicate: duplicates, ...counts } = batch.counts
  const told = { batch: id, total: batch.total, ...counts, duplicates }
  const serviceType = (await farm.memory()).serviceType(batch.serviceType)
  const report = { ...told, problems, problemCount: problems.length, warnings: [], samples: [] }
  const text = [
    `${batch.name} · ${words(`batch.state.${batch.state}`)}`,
    batchText(words, report, serviceType),
    ...(kept.length > 0 ? [words('cli.batch.kept', { count: kept.length })] : []),
    ...kept.map((problem) => `  ${problemLine(words, problem, serviceType)}`),
  ].join('\n')
  const json = (found: readonly Problem[]) => found.map((problem) => problemJson(words, problem))
  out.value({ ...aboutBatch(batch), problems: json(problems), kept: json(kept) }, text)
}

/** A batch as every `--json` writes it. */
export function aboutBatch(batch: Batch) {
  const { id, name, state, serviceType, organisation, source, startedAt, endedAt, total, counts } = batch
  const { duplicate: duplicates, ...others } = counts
  return {
    ...{ batch: id, name, state, serviceType, organisation, source, startedAt, endedAt, total },
    ...others,
    duplicates,
  }
}

const PAGE = 2000

/** Every line kept with a batch: problems, and what undoing left as it was. */
export async function allLines(
  { storage }: Pick<Farm, 'storage'>,
  batch: number,
): Promise<{ readonly problems: readonly Problem[]; readonly kept: readonly Problem[]; readonly refused: number }> {
  const read = async (kind: LineKind) => {
    const found: Awaited<ReturnType<typeof batchProblems>>[number][] = []
    for (;;) {
      const page = await batchProblems(storage, { batch, kind, after: found.at(-1), limit: PAGE })
      found.push(...page)
      if (page.length < PAGE) return found
    }
  }
  const [bad, likely, kept] = [await read('problems'), await read('likely'), await read('kept')]
  const problems = [...bad, ...likely].toSorted((one, other) => one.line - other.line)
  const told = (lines: typeof problems) =>
    lines.map(({ line, problem }) => (line === 0 ? problem : { ...problem, line }))
  const refused = new Set(problems.flatMap(({ outcome, line }) => (outcome === 'refused' ? [line] : []))).size
  return { problems: told(problems), kept: told(kept), refused }
}
