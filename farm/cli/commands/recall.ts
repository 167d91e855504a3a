import { recall as recallIn } from '../../sites/recall.ts'
import { type RecallStatement, recallStatement } from '../../sites/recall-statement.ts'
import { statementJson } from '../../web/desk/open-statement.ts'
import { neededOption, numberArgument } from '../arguments.ts'
import { type Call, type Command, EXIT, refusal } from '../command.ts'
import { namedActor, withFarm } from '../with-farm.ts'

/** `farm recall`: takes an entry back from everywhere, and tells what is confirmed and what is pending. */
export const recall: Command = {
  name: 'recall',
  usage: 'ENTRY --reason TEXT --as PERSON',
  options: { as: { type: 'string' }, reason: { type: 'string' } },
  positionals: ['ENTRY'],
  json: '{ recall, entry, title, organisation, reason, at, asOf, closedAt, pending: [{ kind, site, section, format, reader, revision, since, fetchedAt, confirmedAt }], confirmed: [], hidden: { places, confirmed } }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const entry = numberArgument(call, 0, 'ENTRY')
      const reason = neededOption(call, 'reason')
      const actor = await namedActor(call, farm)
      const made = await recallIn(farm, { entry, reason, actor })
      if (!made.ok) throw refusal(made.problems)
      const told = await recallStatement(farm, { recall: made.value, actor })
      if (!told.ok) throw refusal(told.problems)
      const memory = await farm.memory()
      call.out.value(statementJson({ memory }, told.value), tell(call, told.value))
      return EXIT.done
    }),
}

function tell({ words }: Call, { recall: made, places, hidden }: RecallStatement): string {
  const pending = places.filter((one) => one.confirmedAt === null)
  const confirmed = places.length - pending.length + hidden.confirmed
  const told = { recall: String(made.id), entry: String(made.entry), confirmed, places: places.length + hidden.places }
  const lines = pending.map(({ kind, site, name }) =>
    `  ${words(`ledger.kind.${kind}`)} ${site ?? ''} ${name}`.trimEnd(),
  )
  return [words('cli.recalled', told), ...(lines.length === 0 ? [] : [words('cli.recall.pending'), ...lines])].join(
    '\n',
  )
}
