import type { ParseArgsOptionsConfig } from 'node:util'
import type { Farm } from '../open-farm.ts'
import type { Settings } from '../settings.ts'

/** Exit codes: done; problems in the input; wrong use. */
export const EXIT = { done: 0, problems: 1, usage: 2 } as const

/** One command of `farm`. */
export interface Command {
  readonly name: string
  /** Arguments as the help writes them: `FILE --service-type T --organisation O`. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly summary: string
  readonly options: ParseArgsOptionsConfig
  /** What each option means, one line each. */
  readonly explained: Readonly<Record<string, string>>
  /** Arguments it takes, in order; a name ending in `?` may be left out. */
  readonly positionals: readonly string[]
  run(call: Call): Promise<number>
}

/** A command being run. */
export interface Call {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  readonly settings: Settings
  /** Opens the farm; its problems are printed and end the command. */
  open(): Promise<Farm>
  readonly out: Output
}

/** Where a command speaks: sentences for people on standard error, its value on standard output. */
export interface Output {
  /** True under `--json`. */
  readonly json: boolean
  /** Prints the one JSON value under `--json`, else the text. */
  value(json: unknown, text: string): void
  /** A sentence for the person at the terminal. */
  say(text: string): void
}

/** Ends a command with its problems already written as sentences. */
export class CommandFailure extends Error {
  readonly code: number
  constructor(message: string, code: number = EXIT.problems) {
    super(message)
    this.code = code
  }
}

/** Reads a text option, or undefined. */
export function textOption({ values }: Call, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** Reads a text option that must be there. */
export function neededOption(call: Call, name: string): string {
  const value = textOption(call, name)
  if (value === undefined || value === '') throw new CommandFailure(`--${name} is needed`, EXIT.usage)
  return value
}
