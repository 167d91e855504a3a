import { parseArgs } from 'node:util'
import { openFarm } from '../open-farm.ts'
import { readSettings, type Settings } from '../settings.ts'
import { wordsIn } from '../web/words/words.ts'
import { type Call, type Command, CommandFailure, EXIT, type Output } from './command.ts'
import { COMMANDS } from './commands.ts'
import { commandHelp, generalHelp } from './help.ts'

process.exitCode = await main(process.argv.slice(2))

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(generalHelp(COMMANDS))
    return name === undefined ? EXIT.usage : EXIT.done
  }
  const command = COMMANDS.find((one) => one.name === name)
  if (!command) {
    process.stderr.write(`Unknown command: ${name}\n\n${generalHelp(COMMANDS)}`)
    return EXIT.usage
  }
  try {
    return await runCommand(command, args)
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    process.stderr.write(`${error.message}\n`)
    if (error.code === EXIT.usage) process.stderr.write(`\n${commandHelp(command)}`)
    return error.code
  }
}

async function runCommand(command: Command, args: string[]): Promise<number> {
  const { values, positionals } = parse(command, args)
  if (values.help) {
    process.stdout.write(commandHelp(command))
    return EXIT.done
  }
  const needed = command.positionals.filter((one) => !one.endsWith('?')).length
  if (positionals.length < needed || positionals.length > command.positionals.length) {
    throw new CommandFailure(`farm ${command.name} takes: ${command.usage || 'no argument'}`, EXIT.usage)
  }
  const settings = settingsOrFailure()
  return command.run({
    positionals,
    values,
    settings,
    open: () => openOrFailure(settings),
    out: outputOf(values.json === true),
  })
}

function parse(command: Command, args: string[]): Pick<Call, 'values' | 'positionals'> {
  try {
    const options = { ...command.options, help: { type: 'boolean' }, json: { type: 'boolean' } } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new CommandFailure(error instanceof Error ? error.message : String(error), EXIT.usage)
  }
}

function settingsOrFailure(): Settings {
  try {
    return readSettings()
  } catch (error) {
    throw new CommandFailure(error instanceof Error ? error.message : String(error), EXIT.usage)
  }
}

async function openOrFailure(settings: Settings) {
  const farm = await openFarm(settings)
  if (farm.ok) return farm.value
  const words = wordsIn('fr')
  throw new CommandFailure(farm.problems.map((problem) => words.problem(problem)).join('\n'))
}

function outputOf(json: boolean): Output {
  return {
    json,
    value: (value, text) =>
      void process.stdout.write(json ? `${JSON.stringify(value)}\n` : text === '' ? '' : `${text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
  }
}
