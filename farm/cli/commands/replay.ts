import { openBatch } from '../../batches/open-batch.ts'
import { replayBatch } from '../../batches/replay-batch.ts'
import type { Farm } from '../../open-farm.ts'
import { type AskingWork, workOnBatch } from '../batch-told.ts'
import { savedMapping } from '../chosen-mapping.ts'
import { type Call, type Command, EXIT } from '../command.ts'
import { defaultsOption, mappingOption } from '../pair-options.ts'
import { withFarm } from '../with-farm.ts'

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
      const { id, counts } = await workOnBatch(call, farm, (_, asked) => askReplay(call, farm, asked))
      call.out.say(call.words('cli.replay.next', { batch: String(id) }))
      return counts.refused === 0 ? EXIT.done : EXIT.problems
    }),
}

async function askReplay(call: Call, farm: Farm, asked: Parameters<AskingWork>[1]): ReturnType<AskingWork> {
  const found = await openBatch(farm, asked.actor, asked.batch)
  if (!found.ok) return found
  const columns = mappingOption(call)
  const named = Object.keys(columns).length > 0
  const mapping = named ? null : await savedMapping(call, farm, found.value.organisation)
  return replayBatch(farm, { ...asked, mapping, defaults: defaultsOption(call), ...(named ? { columns } : {}) })
}
