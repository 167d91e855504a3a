import type { Command } from './command.ts'

/** The list of commands. */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((one) => one.name.length))
  const lines = commands.map((one) => `  ${one.name.padEnd(width)}  ${one.summary}`)
  return `Usage: farm COMMAND [arguments] [--json] [--help]\n\n${lines.join('\n')}\n\nExit codes: 0 done, 1 problems in the input, 2 wrong use.\n`
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const explained = {
    ...command.explained,
    json: 'print one JSON value on standard output, and nothing else there',
    help: 'this text',
  }
  const width = Math.max(...Object.keys(explained).map((one) => one.length))
  const lines = Object.entries(explained).map(([name, text]) => `  --${name.padEnd(width)}  ${text}`)
  return `Usage: farm ${command.name} ${command.usage}\n\n${command.summary}\n\n${lines.join('\n')}\n`
}
