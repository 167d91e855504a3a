import { FARM } from '../../../pipeline/model/actor.ts'
import type { Result } from '../../../pipeline/model/problem.ts'
import type { Farm } from '../../open-farm.ts'
import { letGo, letIn, partnersFor } from '../../partners/partners.ts'
import { keysOf, type Partner, type PartnerKey } from '../../storage/gateways/partner-store.ts'
import { neededOption, numberArgument } from '../arguments.ts'
import { type Call, type Command, EXIT, misuse, refusal } from '../command.ts'
import { table } from '../table.ts'
import { withFarm } from '../with-farm.ts'

/** `farm partners`: lists the outside systems let in with their keys, lets one in, or lets one go. */
export const partners: Command = {
  name: 'partners',
  usage: '[list | add --name N --contact C --organisation O | remove PARTNER]',
  options: { name: { type: 'string' }, contact: { type: 'string' }, organisation: { type: 'string' } },
  positionals: ['ACTION?', 'PARTNER?'],
  json: '{ partners: [{ partner, name, organisation, contact, createdAt, revokedAt, keys: [{ key, hint, scopes, perMinute, expiresAt, lastUsedAt, revokedAt }] }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const shown = await act(call, farm)
      const ids = shown.map(({ id }) => id)
      const keys = Map.groupBy(await keysOf(farm.storage, ids), (one) => one.partner)
      const json = shown.map((one) => partnerJson(one, keys.get(one.id) ?? []))
      call.out.value({ partners: json }, shown.length === 0 ? call.words('cli.partners.none') : rows(call, shown, keys))
      return EXIT.done
    }),
}

async function act(call: Call, farm: Farm): Promise<readonly Partner[]> {
  const [action = 'list'] = call.positionals
  if (action === 'list') return partnersFor(farm, FARM)
  if (action === 'add') return one(await add(call, farm))
  if (action === 'remove') return one(await letGo(farm, FARM, numberArgument(call, 1, 'PARTNER')))
  throw misuse(call.words('cli.one-of', { option: 'ACTION', value: action, choices: 'list, add, remove' }))
}

function add(call: Call, farm: Farm): Promise<Result<Partner>> {
  const name = neededOption(call, 'name')
  const contact = neededOption(call, 'contact')
  return letIn(farm, FARM, { name, contact, organisation: neededOption(call, 'organisation') })
}

function one(result: Result<Partner>): readonly Partner[] {
  if (!result.ok) throw refusal(result.problems)
  return [result.value]
}

function partnerJson({ id, person: _, ...partner }: Partner, keys: readonly PartnerKey[]) {
  return { partner: id, ...partner, keys: keys.map(({ id: key, partner: _p, ...rest }) => ({ key, ...rest })) }
}

function rows({ words }: Call, all: readonly Partner[], keys: ReadonlyMap<number, readonly PartnerKey[]>): string {
  const columns = [
    { title: words('cli.column.partner'), align: 'right' as const },
    ...['name', 'organisation', 'contact', 'keys'].map((name) => ({ title: words(`cli.column.${name}`) })),
  ]
  const line = ({ id, name, organisation, contact }: Partner) => {
    const open = (keys.get(id) ?? []).filter((key) => key.revokedAt === null)
    return [String(id), name, organisation, contact, open.map((key) => `${key.id} ${key.hint}…`).join(', ')]
  }
  return table(columns, all.map(line))
}
