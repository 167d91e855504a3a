import { numberArgument, textOption } from '../arguments.ts'
import { type Call, type Command, EXIT, misuse, refusal } from '../command.ts'
import { type Whereabouts, whereaboutsOf } from '../whereabouts.ts'
import { namedActor, withFarm } from '../with-farm.ts'

/** `farm decide`: a person's verdict on an entry that waits. */
export const decide: Command = {
  name: 'decide',
  usage: 'ENTRY approve|return|refuse --as PERSON [--reason TEXT]',
  options: { as: { type: 'string' }, reason: { type: 'string' } },
  positionals: ['ENTRY', 'VERDICT'],
  json: '{ entry, state, review, version, sites: [site] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out } = call
      const entry = numberArgument(call, 0, 'ENTRY')
      const word = wordOf(call)
      const actor = await namedActor(call, farm)
      const decided = await farm.decide({ entry, word, actor, reason: textOption(call, 'reason') ?? '' })
      if (!decided.ok) throw refusal(decided.problems)
      const now = await whereaboutsOf(farm, decided.value)
      const state = words('cli.decided', { entry: String(entry), state: words(`cli.state.${stateOf(now)}`) })
      const where = now.sites.length === 0 ? '' : `\n${words('cli.shown-on', { sites: now.sites.join(', ') })}`
      out.value(now, `${state}${where}`)
      return EXIT.done
    }),
}

// What was accepted may still wait for its day, or be over already.
function stateOf({ state, review }: Whereabouts): string {
  return review === 'accepted' ? state : review
}

const VERDICTS = ['approve', 'return', 'refuse'] as const

function wordOf({ positionals, words }: Call): (typeof VERDICTS)[number] {
  const [, said = ''] = positionals
  const word = VERDICTS.find((one) => one === said)
  if (word !== undefined) return word
  throw misuse(words('cli.one-of', { option: 'VERDICT', value: said, choices: VERDICTS.join(', ') }))
}
