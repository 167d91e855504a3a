import type { Farm } from '../../open-farm.ts'
import { neededOption, textOption } from '../arguments.ts'
import { type Call, type Command, CommandFailure, EXIT, refusal } from '../command.ts'
import { foundFarm, oneTimePassword, slugOf } from '../found-farm.ts'
import { pairs } from '../table.ts'
import { ask, canAsk, readStandardInput } from '../terminal.ts'
import { withFarm } from '../with-farm.ts'

/** `farm init`: an operator's farm begins, with its first organisation and administrator. */
export const init: Command = {
  name: 'init',
  usage:
    '--organisation NAME --name NAME --email ADDRESS [--login L] [--territory KEY] [--password-stdin] [--declared]',
  options: {
    organisation: { type: 'string' },
    territory: { type: 'string' },
    name: { type: 'string' },
    email: { type: 'string' },
    login: { type: 'string' },
    'password-stdin': { type: 'boolean' },
    declared: { type: 'boolean' },
  },
  positionals: [],
  json: '{ organisation, login, password }',
  run: (call) => withFarm(call, (farm) => begin(call, farm)),
}

async function begin(call: Call, farm: Farm): Promise<number> {
  const { words, out, values } = call
  const { organisations } = await farm.memory()
  if (organisations.all().length > 0) throw new CommandFailure(words('cli.init.not-empty'))
  const declared = values.declared === true
  const organisation = declared ? undefined : await wanted(call, 'organisation')
  const name = await wanted(call, 'name')
  const email = await wanted(call, 'email')
  const login = textOption(call, 'login') ?? slugOf(name).replaceAll('-', '.')
  const given = values['password-stdin'] === true ? await passwordFromInput() : undefined
  const password = given ?? oneTimePassword()
  if (declared) await loadDeclared(farm)
  const founded = await foundFarm(farm, {
    organisation:
      organisation === undefined ? undefined : { name: organisation, territory: textOption(call, 'territory') },
    person: { name, login, email, password },
  })
  if (!founded.ok) throw refusal(founded.problems)
  const shown = given === undefined ? password : null
  out.value({ organisation: founded.value, login, password: shown }, welcome(call, { login, password: shown }))
  return EXIT.done
}

async function loadDeclared(farm: Farm): Promise<void> {
  const loaded = await farm.loadNetwork('farm')
  if (!loaded.ok) throw refusal(loaded.problems)
}

async function wanted(call: Call, name: 'organisation' | 'name' | 'email'): Promise<string> {
  const given = textOption(call, name)
  if (given !== undefined) return given
  if (!canAsk()) return neededOption(call, name)
  for (;;) {
    const answer = await ask(`${call.words(`cli.init.ask.${name}`)} `)
    if (answer !== '') return answer
  }
}

async function passwordFromInput(): Promise<string> {
  return Buffer.from(await readStandardInput())
    .toString('utf8')
    .replace(/\r?\n$/, '')
}

function welcome({ words, settings }: Call, { login, password }: { login: string; password: string | null }): string {
  const port = settings.port === 80 ? '' : `:${settings.port}`
  const lines: [string, string][] = [[`  ${words('cli.init.login')}`, login]]
  if (password !== null) lines.push([`  ${words('cli.init.password')}`, password])
  lines.push([`  ${words('cli.desk')}`, `http://desk.${settings.domain}${port}/`])
  return `${words('cli.init.done')}\n\n${pairs(lines)}\n\n${words('cli.init.next')}`
}
