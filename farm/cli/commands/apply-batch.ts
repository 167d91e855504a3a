import { applyBatch as askApply } from '../../batches/apply-batch.ts'
import { numberArgument } from '../arguments.ts'
import { finishBatch } from '../batch-told.ts'
import { type Command, EXIT, refusal } from '../command.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm apply-batch`: applies a batch that was rehearsed, or goes on with one that was cut short. */
export const applyBatch: Command = {
  name: 'apply-batch',
  usage: 'BATCH [--as PERSON]',
  options: { as: { type: 'string' } },
  positionals: ['BATCH'],
  json: '{ batch, name, state, serviceType, organisation, source, startedAt, endedAt, total, new, changed, same, duplicates, refused, gone, problems: [{ line, field, code, message }], kept: [] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const actor = await actorOf(call, farm)
      const asked = await askApply(farm, { batch: numberArgument(call, 0, 'BATCH'), actor })
      if (!asked.ok) throw refusal(asked.problems)
      const { counts } = await finishBatch(call, farm, asked.value)
      return counts.refused === 0 ? EXIT.done : EXIT.problems
    }),
}
