import { askUndo } from '../../batches/undo-batch.ts'
import { allLines, workOnBatch } from '../batch-told.ts'
import { type Command, EXIT } from '../command.ts'
import { withFarm } from '../with-farm.ts'

/** `farm undo-batch`: takes back what a batch brought and corrected, and tells what it could not. */
export const undoBatch: Command = {
  name: 'undo-batch',
  usage: 'BATCH [--as PERSON]',
  options: { as: { type: 'string' } },
  positionals: ['BATCH'],
  json: '{ batch, name, state, serviceType, organisation, source, startedAt, endedAt, total, new, changed, same, duplicates, refused, gone, problems: [{ line, field, code, message }], kept: [{ line, field, code, message }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { id } = await workOnBatch(call, farm, askUndo)
      const { kept } = await allLines(farm, id)
      return kept.length === 0 ? EXIT.done : EXIT.problems
    }),
}
