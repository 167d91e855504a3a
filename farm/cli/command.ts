import type { ParseArgsOptionsConfig } from 'node:util'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { Farm } from '../open-farm.ts'
import type { Settings } from '../settings.ts'
import type { Words } from '../web/words/words.ts'

/** Exit codes: done; problems in the input; wrong use. */
export const EXIT = { done: 0, problems: 1, usage: 2 } as const

/**
 * One command of `farm`. Its words stand in the catalogues: `cli.<name>.summary`, and for each option
 * `cli.<name>.option.<option>`, else `cli.option.<option>`.
 */
export interface Command {
  readonly name: string
  /** Arguments as the help writes them: `FILE --service-type T --organisation O`. */
  readonly usage: string
  readonly options: ParseArgsOptionsConfig
  /** Arguments it takes, in order; a name ending in `?` may be left out. */
  readonly positionals: readonly string[]
  /** Shape of the value `--json` prints, as the help and the README show it. */
  readonly json: string
  /** Does the work and answers with the exit code. */
  run(call: Call): Promise<number>
}

/** A command being run. */
export interface Call {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  readonly settings: Settings
  /** Sentences in the language of the terminal. */
  readonly words: Words
  /** Opens the farm, by other settings where some are given; its problems end the command. Whoever opens closes: `withFarm` does both. */
  open(settings?: Settings): Promise<Farm>
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
  /** A line that the next one replaces; shown only where standard error is a terminal. */
  progress(text: string): void
}

/** Ends a command with a sentence, or with problems that `main` puts into sentences. */
export class CommandFailure extends Error {
  readonly code: number
  readonly problems: readonly Problem[]
  constructor(message: string, { code = EXIT.problems, problems = [] }: FailureDetails = {}) {
    super(message)
    this.code = code
    this.problems = problems
  }
}

interface FailureDetails {
  readonly code?: number
  readonly problems?: readonly Problem[]
}

/** A failure made of problems. */
export function refusal(problems: readonly Problem[]): CommandFailure {
  return new CommandFailure('', { problems })
}

/** A failure of someone who used the command wrongly: exit 2, and the help is shown. */
export function misuse(message: string): CommandFailure {
  return new CommandFailure(message, { code: EXIT.usage })
}
