/** Reads a number as people write it: `1 250,50`, `1.250,50`, `1,250.50`, `12 %`, `1e3`; null when it is none. */
export function writtenNumber(text: string): number | null {
  if (PLAIN.test(text)) return finite(text)
  if (text.length > 60) return null
  const bare = text.replace(DECORATION, '').replace('−', '-')
  if (SCIENTIFIC.test(bare)) return finite(bare)
  if (!WRITTEN.test(bare)) return null
  return finite(withPoint(bare))
}

/** The same for a whole number, where `1.250` and `1,250` can only be groups of thousands; null when it has decimals. */
export function writtenInteger(text: string): number | null {
  const bare = text.length > 60 ? text : text.replace(DECORATION, '')
  const value = GROUPS.test(bare) ? finite(bare.replace(/[.,]/g, '')) : writtenNumber(text)
  return value !== null && Number.isSafeInteger(value) ? value : null
}

const PLAIN = /^-?\d+(?:\.\d+)?$/
const DECORATION = /[\s'’_]|%$/g
const SCIENTIFIC = /^[+-]?\d+(?:\.\d+)?e[+-]?\d{1,3}$/i
const WRITTEN = /^[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)$/
const GROUPS = /^[+-]?\d{1,3}(?:\.\d{3})+$|^[+-]?\d{1,3}(?:,\d{3})+$/

function withPoint(bare: string): string {
  const comma = bare.lastIndexOf(',')
  const point = bare.lastIndexOf('.')
  if (comma >= 0 && point >= 0) {
    return comma > point ? bare.replaceAll('.', '').replace(',', '.') : bare.replaceAll(',', '')
  }
  const mark = comma >= 0 ? ',' : '.'
  const severalTimes = bare.indexOf(mark) !== bare.lastIndexOf(mark)
  return severalTimes ? bare.replaceAll(mark, '') : bare.replace(',', '.')
}

function finite(text: string): number | null {
  const value = Number(text)
  if (!Number.isFinite(value)) return null
  return value === 0 ? 0 : value
}
