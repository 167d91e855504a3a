import { askUndo } from '../../batches/undo-batch.ts'
import { numberArgument } from '../arguments.ts'
import { allLines, finishBatch } from '../batch-told.ts'
import { type Command, EXIT, refusal } from '../command.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm undo-batch`: takes back what a batch brought and corrected, and tells what it could not. */
export const undoBatch: Command = {
  name: 'undo-batch',
  usage: 'BATCH [--as PERSON]',
  options: { as: { type: 'string' } },
  positionals: ['BATCH'],
  json: '{ batch, name, state, serviceType, organisation, source, startedAt, endedAt, total, new, changed, same, duplicates, refused, gone, problems: [{ line, field, code, message }], kept: [{ line, field, code, message }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const actor = await actorOf(call, farm)
      const asked = await askUndo(farm, { batch: numberArgument(call, 0, 'BATCH'), actor })
      if (!asked.ok) throw refusal(asked.problems)
      const { id } = await finishBatch(call, farm, asked.value)
      const { kept } = await allLines(farm, id)
      return kept.length === 0 ? EXIT.done : EXIT.problems
    }),
}
