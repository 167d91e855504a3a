import type { Problem } from '../model/problem.ts'
import type { Bytes } from './byte-source.ts'

/** Largest files, in bytes, that are read as a whole, as their formats want: a text that is no table and no XML, and a workbook as it comes. */
export const WHOLE_LIMITS = { text: 32 * 1024 * 1024, workbook: 24 * 1024 * 1024 } as const

/** The problem `text-too-large` or `workbook-too-large` { max, found } in megabytes of such a file, found before it is read. */
export function wholeProblem(bytes: Bytes, kind: keyof typeof WHOLE_LIMITS): Problem | undefined {
  const { length } = bytes
  const max = WHOLE_LIMITS[kind]
  if (length <= max) return undefined
  return { code: `${kind}-too-large`, params: { max: max / MEGABYTE, found: Math.ceil(length / MEGABYTE) } }
}

const MEGABYTE = 1024 * 1024
