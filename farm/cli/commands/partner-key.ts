import { FARM } from '../../../pipeline/model/actor.ts'
import { giveKey, PER_MINUTE, revokeKey } from '../../partners/keys.ts'
import { numberArgument, numberOption, textOption } from '../arguments.ts'
import { type Call, type Command, EXIT, misuse, refusal } from '../command.ts'
import { withFarm } from '../with-farm.ts'

/** `farm partner-key`: gives a partner a key, shown once, or ends one. */
export const partnerKey: Command = {
  name: 'partner-key',
  usage: 'give PARTNER --scope S [--scope S]… [--per-minute N] [--until DAY] | revoke PARTNER KEY',
  options: {
    scope: { type: 'string', multiple: true },
    'per-minute': { type: 'string' },
    until: { type: 'string' },
  },
  positionals: ['ACTION', 'PARTNER', 'KEY?'],
  json: '{ partner, key, text?, scopes?, perMinute?, expiresAt?, revoked? }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out, values } = call
      const [action = ''] = call.positionals
      const partner = numberArgument(call, 1, 'PARTNER')
      if (action === 'revoke') {
        const key = numberArgument(call, 2, 'KEY')
        const done = await revokeKey(farm, FARM, { partner, key })
        if (!done.ok) throw refusal(done.problems)
        out.value({ partner, key, revoked: true }, words('cli.partner-key.revoked', { key: String(key) }))
        return EXIT.done
      }
      if (action !== 'give')
        throw misuse(words('cli.one-of', { option: 'ACTION', value: action, choices: 'give, revoke' }))
      const scopes = [values.scope ?? []].flat().filter((one) => typeof one === 'string')
      const perMinute = numberOption(call, 'per-minute', PER_MINUTE)
      const given = await giveKey(farm, FARM, { partner, scopes, perMinute, expiresAt: untilOption(call) })
      if (!given.ok) throw refusal(given.problems)
      const { key, text } = given.value
      const json = { partner, key: key.id, text, scopes: key.scopes, perMinute, expiresAt: key.expiresAt }
      out.say(words('cli.partner-key.given'))
      out.value(json, text)
      return EXIT.done
    }),
}

function untilOption(call: Call): number | null {
  const day = textOption(call, 'until')
  if (day === undefined) return null
  const at = Date.parse(`${day}T22:59:59Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(at))
    throw misuse(call.words('cli.one-of', { option: '--until', value: day, choices: '2027-01-31' }))
  return at
}
