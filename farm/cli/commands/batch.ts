import type { Actor } from '../../../pipeline/model/actor.ts'
import { failingLines } from '../../batches/failing-lines.ts'
import { openBatch } from '../../batches/open-batch.ts'
import type { Farm } from '../../open-farm.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import { type Batch, listBatches } from '../../storage/gateways/batch-store.ts'
import { fieldProblem } from '../../web/present/field-problem.ts'
import { numberArgument } from '../arguments.ts'
import { aboutBatch, allLines, toldBatch } from '../batch-told.ts'
import { type Call, type Command, EXIT, refusal } from '../command.ts'
import { table } from '../table.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm batch`: lists the last batches; one of them with every problem of its lines, or the lines that failed as a file. */
export const batch: Command = {
  name: 'batch',
  usage: '[BATCH] [--failing] [--as PERSON]',
  options: { failing: { type: 'boolean' }, as: { type: 'string' } },
  positionals: ['BATCH?'],
  json: '{ batches: [{ batch, name, state, … }] }, or { batch, name, state, serviceType, organisation, source, startedAt, endedAt, total, new, changed, same, duplicates, refused, gone, problems: [{ line, field, code, message }], kept: [] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const actor = await actorOf(call, farm)
      if (call.positionals.length === 0) return list(call, farm, actor)
      const found = await openBatch(farm, actor, numberArgument(call, 0, 'BATCH'))
      if (!found.ok) throw refusal(found.problems)
      return call.values.failing === true
        ? failing(call, farm, { batch: found.value, actor })
        : tell(call, farm, found.value)
    }),
}

async function tell(call: Call, farm: Farm, found: Batch): Promise<number> {
  await toldBatch(call, farm, found.id)
  return found.counts.refused === 0 ? EXIT.done : EXIT.problems
}

const LISTED = 30

async function list(call: Call, farm: Farm, actor: Actor): Promise<number> {
  const { words, out } = call
  const organisations = organisationsFor(actor, 'import', await farm.memory())
  const batches = await listBatches(farm.storage, { organisations, limit: LISTED })
  const columns = ['number', 'name', 'state', 'total', 'refused'] as const
  const rows = batches.map((one) => {
    const { id, name, state, total, counts } = one
    return [String(id), name, words(`batch.state.${state}`), String(total), String(counts.refused)]
  })
  const heads = columns.map((one, i) => ({
    title: words(`cli.batch.${one}`),
    ...(i === 0 || i > 2 ? { align: 'right' as const } : {}),
  }))
  const text = rows.length === 0 ? words('cli.batch.none') : table(heads, rows)
  out.value({ batches: batches.map(aboutBatch) }, text)
  return EXIT.done
}

async function failing(
  { words, out }: Call,
  farm: Farm,
  { batch: { id }, actor }: { readonly batch: Batch; readonly actor: Actor },
): Promise<number> {
  const heading = words('batch.problems-column')
  const file = await failingLines(farm, {
    ...{ batch: id, actor, heading },
    sentence: (problem, field) => fieldProblem(words, problem, field),
  })
  if (!file.ok) throw refusal(file.problems)
  let content = ''
  for await (const piece of file.value.pieces) content += piece
  const { refused } = await allLines(farm, id)
  out.value({ batch: id, file: file.value.name, lines: refused, content }, content.trimEnd())
  return EXIT.done
}
