import { neededOption, numberArgument } from '../arguments.ts'
import { type Command, EXIT, refusal } from '../command.ts'
import { whereaboutsOf } from '../whereabouts.ts'
import { namedActor, withFarm } from '../with-farm.ts'

/** `farm withdraw`: takes a published entry back from every site, feed and search. */
export const withdraw: Command = {
  name: 'withdraw',
  usage: 'ENTRY --reason TEXT --as PERSON',
  options: { as: { type: 'string' }, reason: { type: 'string' } },
  positionals: ['ENTRY'],
  json: '{ entry, state, review, version, sites: [] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out } = call
      const entry = numberArgument(call, 0, 'ENTRY')
      const reason = neededOption(call, 'reason')
      const withdrawn = await farm.withdraw({ entry, reason, actor: await namedActor(call, farm) })
      if (!withdrawn.ok) throw refusal(withdrawn.problems)
      const now = await whereaboutsOf(farm, withdrawn.value)
      out.value(now, words('cli.withdrawn', { entry: String(entry) }))
      return EXIT.done
    }),
}
