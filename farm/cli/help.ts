import type { Words } from '../web/words/words.ts'
import type { Command } from './command.ts'
import { pairs } from './table.ts'

/** The list of commands. */
export function generalHelp(words: Words, names: readonly string[]): string {
  const lines = names.map((name): [string, string] => [`  ${name}`, words(`cli.${name}.summary`)])
  return `${words('cli.usage')} farm ${words('cli.usage.rest')}\n\n${pairs(lines)}\n\n${words('cli.exit-codes')}\n`
}

/** The help of one command. */
export function commandHelp(words: Words, command: Command): string {
  const options = [...Object.keys(command.options), 'json', 'help']
  const lines = options.map((option): [string, string] => [`  --${option}`, explained(words, command.name, option)])
  return [
    `${words('cli.usage')} farm ${command.name} ${command.usage}`.trimEnd(),
    words(`cli.${command.name}.summary`),
    pairs(lines),
    `${words('cli.json-shape')}\n  ${command.json}`,
    '',
  ].join('\n\n')
}

function explained(words: Words, command: string, option: string): string {
  const own = `cli.${command}.option.${option}`
  return words(words.has(own) ? own : `cli.option.${option}`)
}
