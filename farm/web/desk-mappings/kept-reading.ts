import type { MappedFormat, Reading } from '../../../pipeline/intake/mapping/mapping.ts'
import { shownSign } from './step-text.ts'

const ASKED: Readonly<Record<MappedFormat, readonly string[]>> = {
  csv: ['encoding', 'delimiter', 'heading'],
  xlsx: ['sheet', 'heading'],
  xml: ['encoding', 'records'],
  json: ['encoding', 'records'],
}

/** What a mapping says of how to read that the page does not ask, for the format of its sample or without one: it travels with the form. */
export function keptReading(
  reading: Reading,
  format: MappedFormat | undefined,
): readonly { readonly name: string; readonly value: string }[] {
  const asked = format === undefined ? [] : ASKED[format]
  return Object.entries(reading).flatMap(([name, value]) =>
    value === undefined || asked.includes(name) ? [] : [{ name: `r-${name}`, value: shownSign(String(value)) }],
  )
}
