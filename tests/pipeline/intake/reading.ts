import { readIntake } from '../../../pipeline/intake/detect.ts'
import type { IntakeItem, IntakeOptions } from '../../../pipeline/intake/reader.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'

/** What a file gives when it is read to its end; bytes, or a text to be sent as UTF-8. */
export interface WholeReading {
  readonly format: string
  readonly items: readonly IntakeItem[]
  readonly warnings: readonly Problem[]
  /** Codes of the warnings, once each. */
  readonly codes: readonly string[]
}

/** Reads a whole file that must be accepted. */
export function readWhole(content: string | Uint8Array, options: IntakeOptions): WholeReading {
  const result = readIntake(bytesOf(content), options)
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problems)}`)
  const { format, warnings } = result.value
  const items = [...result.value.items]
  return { format, items, warnings, codes: [...new Set(warnings.map(({ code }) => code))] }
}

/** The problem a whole file is refused with. */
export function refusal(content: string | Uint8Array, options: IntakeOptions): Problem | undefined {
  const result = readIntake(bytesOf(content), options)
  return result.ok ? undefined : result.problems[0]
}

/** Bytes of a text as UTF-8. */
export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content
}
