import { type Call, misuse } from './command.ts'

/** Reads a text option, or undefined. */
export function textOption({ values }: Pick<Call, 'values'>, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Reads a text option that must be there. */
export function neededOption(call: Call, name: string): string {
  const value = textOption(call, name)
  if (value === undefined) throw misuse(call.words('cli.needed', { option: `--${name}` }))
  return value
}

/** Reads a text option that is one of a few words. */
export function chosenOption<const T extends string>(call: Call, name: string, choices: readonly T[]): T | undefined {
  const value = textOption(call, name)
  if (value === undefined) return undefined
  const chosen = choices.find((choice) => choice === value)
  if (chosen !== undefined) return chosen
  throw misuse(call.words('cli.one-of', { option: `--${name}`, value, choices: choices.join(', ') }))
}

/** Reads a whole number above zero, or the fallback. */
export function numberOption(call: Call, name: string, fallback: number): number {
  const value = textOption(call, name)
  return value === undefined ? fallback : wholeNumber(call, `--${name}`, value)
}

/** Reads an argument that numbers something: an entry, a source. */
export function numberArgument(call: Call, position: number, name: string): number {
  return wholeNumber(call, name, call.positionals[position] ?? '')
}

function wholeNumber({ words }: Call, name: string, value: string): number {
  const number = Number(value)
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number === 0)
    throw misuse(words('cli.not-a-number', { name, value }))
  return number
}
