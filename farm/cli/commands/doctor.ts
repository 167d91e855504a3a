import { type Check, machineChecks } from '../checkup.ts'
import { type Call, type Command, EXIT } from '../command.ts'
import { farmChecks } from '../farm-checkup.ts'
import { withFarm } from '../with-farm.ts'

/** `farm doctor`: says in words what is wrong, and what to do about it. */
export const doctor: Command = {
  name: 'doctor',
  usage: '',
  options: {},
  positionals: [],
  json: '{ ok, checks: [{ name, state: "ok"|"warn"|"fail", message }] }',
  async run(call) {
    const { words, out } = call
    const machine = await machineChecks(call)
    const checks = [...machine, ...(await insideChecks(call, machine))]
    const ok = checks.every((one) => one.state !== 'fail')
    const text = [...checks.map((check) => line(call, check)), '', words(`cli.doctor.${ok ? 'fine' : 'ill'}`)]
    out.value({ ok, checks }, text.join('\n'))
    return ok ? EXIT.done : EXIT.problems
  },
}

// Opening would migrate, or load declarations that do not parse: only a farm that needs neither is looked into.
async function insideChecks(call: Call, machine: readonly Check[]): Promise<readonly Check[]> {
  const sound = (name: string) => machine.some((one) => one.name === name && one.state === 'ok')
  if (!sound('database') || !sound('declarations')) return []
  return withFarm(call, (farm) => farmChecks(farm, call.words))
}

const MARKS = { ok: '✓', warn: '!', fail: '✗' }

function line({ words }: Call, { name, state, message }: Check): string {
  const title = words(`cli.doctor.name.${name}`)
  return `${MARKS[state]} ${title}${words('cli.colon')}${message.replaceAll('\n', '\n    ')}`
}
