import { applyBatch as askApply } from '../../batches/apply-batch.ts'
import { workOnBatch } from '../batch-told.ts'
import { type Command, EXIT } from '../command.ts'
import { withFarm } from '../with-farm.ts'

/** `farm apply-batch`: applies a batch that was rehearsed, or goes on with one that was cut short. */
export const applyBatch: Command = {
  name: 'apply-batch',
  usage: 'BATCH [--as PERSON]',
  options: { as: { type: 'string' } },
  positionals: ['BATCH'],
  json: '{ batch, name, state, serviceType, organisation, source, startedAt, endedAt, total, new, changed, same, duplicates, refused, gone, problems: [{ line, field, code, message }], kept: [] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { counts } = await workOnBatch(call, farm, askApply)
      return counts.refused === 0 ? EXIT.done : EXIT.problems
    }),
}
