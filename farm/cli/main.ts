import { parseArgs } from 'node:util'
import { readSettings, type Settings } from '../settings.ts'
import { type Words, wordsIn } from '../web/words/words.ts'
import { type Call, type Command, CommandFailure, EXIT, misuse, refusal } from './command.ts'
import { COMMANDS } from './commands.ts'
import { commandHelp, generalHelp } from './help.ts'
import { outsideTrouble, watchForLeaving } from './outside-trouble.ts'
import { problemJson, problemLine } from './problem-lines.ts'
import { languageOf, terminal } from './terminal.ts'

const unread = watchForLeaving()
process.exitCode = await main(process.argv.slice(2))

async function main([name, ...args]: string[]): Promise<number> {
  const words = wordsIn(languageOf(process.env))
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(generalHelp(words, Object.keys(COMMANDS)))
    return name === undefined ? EXIT.usage : EXIT.done
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) {
    process.stderr.write(`${words('cli.unknown-command', { name })}\n\n${generalHelp(words, Object.keys(COMMANDS))}`)
    return EXIT.usage
  }
  const command = await load()
  try {
    return await runCommand(command, args, words)
  } catch (error) {
    if (unread.left) return EXIT.done
    const failure = error instanceof CommandFailure ? error : outsideTrouble(words, error)
    if (!failure) throw error
    return tellFailure(failure, { command, words, json: args.includes('--json') })
  }
}

async function runCommand(command: Command, args: string[], words: Words): Promise<number> {
  const { values, positionals } = parse(command, args)
  if (values.help) {
    process.stdout.write(commandHelp(words, command))
    return EXIT.done
  }
  const needed = command.positionals.filter((one) => !one.endsWith('?')).length
  if (positionals.length < needed || positionals.length > command.positionals.length)
    throw misuse(words('cli.takes', { name: command.name, usage: command.usage || words('cli.nothing') }))
  const settings = settingsOrFailure()
  const open = (other?: Settings) => openOrFailure(other ?? settings)
  return command.run({ positionals, values, settings, words, open, out: terminal(values.json === true) })
}

function parse(command: Command, args: string[]): Pick<Call, 'values' | 'positionals'> {
  try {
    const options = { ...command.options, help: { type: 'boolean' }, json: { type: 'boolean' } } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw misuse(error instanceof Error ? error.message : String(error))
  }
}

function settingsOrFailure(): Settings {
  try {
    return readSettings()
  } catch (error) {
    throw misuse(error instanceof Error ? error.message : String(error))
  }
}

async function openOrFailure(settings: Settings) {
  const { openFarm } = await import('../open-farm.ts')
  const farm = await openFarm(settings)
  if (farm.ok) return farm.value
  throw refusal(farm.problems)
}

interface Telling {
  readonly command: Command
  readonly words: Words
  readonly json: boolean
}

// Under --json a script gets the problems too; a wrong use is for a person, and prints no value.
function tellFailure(failure: CommandFailure, { command, words, json }: Telling): number {
  const sentences = failure.problems.map((problem) => problemLine(words, problem))
  const text = [...(failure.message ? [failure.message] : []), ...sentences].join('\n')
  process.stderr.write(`${text}\n`)
  if (failure.code === EXIT.usage) process.stderr.write(`\n${commandHelp(words, command)}`)
  else if (json) {
    const said = failure.message ? [{ line: null, field: null, code: 'failure', message: failure.message }] : []
    const problems = [...said, ...failure.problems.map((problem) => problemJson(words, problem))]
    process.stdout.write(`${JSON.stringify({ problems })}\n`)
  }
  return failure.code
}
