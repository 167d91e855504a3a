import { mappingNamed } from '../../batches/mappings.ts'
import { openBatch } from '../../batches/open-batch.ts'
import { replayBatch } from '../../batches/replay-batch.ts'
import type { Farm } from '../../open-farm.ts'
import { numberArgument, textOption } from '../arguments.ts'
import { finishBatch } from '../batch-told.ts'
import { type Call, type Command, EXIT, refusal } from '../command.ts'
import { defaultsOption, mappingOption } from '../pair-options.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm replay`: rehearses the kept input of a batch with another mapping or other defaults, as a batch of its own. */
export const replay: Command = {
  name: 'replay',
  usage: 'BATCH [--mapping MAPPING] [--map COLUMN=FIELD]… [--default FIELD=VALUE]… [--as PERSON]',
  options: {
    mapping: { type: 'string' },
    map: { type: 'string', multiple: true },
    default: { type: 'string', multiple: true },
    as: { type: 'string' },
  },
  positionals: ['BATCH'],
  json: '{ batch, name, state, serviceType, organisation, source, startedAt, endedAt, total, new, changed, same, duplicates, refused, gone, problems: [{ line, field, code, message }], kept: [] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const actor = await actorOf(call, farm)
      const found = await openBatch(farm, actor, numberArgument(call, 0, 'BATCH'))
      if (!found.ok) throw refusal(found.problems)
      const { id, organisation } = found.value
      const columns = mappingOption(call)
      const named = Object.keys(columns).length > 0
      const mapping = named ? null : await wantedMapping(call, farm, organisation)
      const how = { mapping, defaults: defaultsOption(call), ...(named ? { columns } : {}) }
      const asked = await replayBatch(farm, { batch: id, actor, ...how })
      if (!asked.ok) throw refusal(asked.problems)
      const { batch } = asked.value
      const { counts } = await finishBatch(call, farm, asked.value)
      call.out.say(call.words('cli.replay.next', { batch: String(batch) }))
      return counts.refused === 0 ? EXIT.done : EXIT.problems
    }),
}

async function wantedMapping(call: Call, farm: Farm, organisation: string): Promise<number | undefined> {
  const name = textOption(call, 'mapping')
  if (name === undefined) return undefined
  const found = await mappingNamed(farm, { name, organisation })
  if (!found.ok) throw refusal(found.problems)
  return found.value.id
}
