import { dateText, writtenDate } from './dates.ts'

/** Reads a date that may lack its day or month; empty when it says nothing (LHÉO `00000000`, `99999999`), null when it is no date. */
export function readPartialDate(text: string): string | null {
  if (UNKNOWN.has(text)) return ''
  const [, year, month, day] = LHEO.exec(text) ?? []
  const known = year === undefined ? text : withoutZeros({ year, month: month ?? '00', day: day ?? '00' })
  const date = known === null ? null : writtenDate(known)
  return date === null ? null : dateText(date)
}

const UNKNOWN = new Set(['00000000', '99999999', '0000-00-00'])
const LHEO = /^(\d{4})-?(\d{2})-?(\d{2})$/

function withoutZeros(date: { readonly year: string; readonly month: string; readonly day: string }): string | null {
  if (date.month === '00') return date.day === '00' ? date.year : null
  return date.day === '00' ? `${date.year}-${date.month}` : `${date.year}-${date.month}-${date.day}`
}
