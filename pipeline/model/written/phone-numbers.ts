/** Reads a telephone number as written in France, overseas départements included, or abroad with `+` or `00`; null when it is none. */
export function phoneNumber(text: string): string | null {
  const bare = text.replace(/^tel:|^t[ée]l(?:[ée]phone)?\.?\s*:?\s*/i, '')
  if (!WRITTEN.test(bare)) return null
  const figures = bare.replace(TRUNK, '$1').replace(NOT_FIGURE, '').replace(/^00/, '+')
  if (figures.startsWith('+')) return abroad(figures)
  if (SHORT.test(figures)) return figures
  if (/^0[1-9]\d{8}$/.test(figures)) return national(figures.slice(1))
  // Spreadsheets lose the first zero.
  return /^[1-9]\d{8}$/.test(figures) ? national(figures) : null
}

/** A stored number as the French read it: `03 86 00 00 00` (also overseas, with its zero), others as stored. */
export function shownNumber(stored: string): string {
  const [, overseas, own] = /^\+(262|590|594|596)(\d{9})$/.exec(stored) ?? []
  const figures = overseas === undefined ? /^\+33(\d{9})$/.exec(stored)?.[1] : own
  if (figures !== undefined) return inPairs(`0${figures}`)
  return stored.length === 4 ? inPairs(stored) : stored
}

const WRITTEN = /^\+?[\d\s().\-–/]+$/
const TRUNK = /^((?:\+|00)\s?\d{2,3})\s?\(0\)/
const NOT_FIGURE = /[^\d+]/g
const SHORT = /^(?:1[578]|11[2-9]|115|116\d{3}|118\d{3}|119|19[16]|1\d{3}|3\d{3})$/
const OVERSEAS: readonly (readonly [RegExp, string])[] = [
  [/^(?:262|263|269|639|692|693)/, '+262'],
  [/^(?:590|690|691)/, '+590'],
  [/^(?:594|694)/, '+594'],
  [/^(?:596|696|697)/, '+596'],
]

function national(nine: string): string {
  const prefix = OVERSEAS.find(([start]) => start.test(nine))?.[1] ?? '+33'
  return `${prefix}${nine}`
}

function abroad(figures: string): string | null {
  const french = /^\+330?([1-9]\d{8})$/.exec(figures)?.[1]
  if (french !== undefined) return national(french)
  return figures.startsWith('+33') ? null : /^\+[1-9]\d{6,14}$/.test(figures) ? figures : null
}

function inPairs(figures: string): string {
  return figures.replace(/(\d{2})(?=\d)/g, '$1 ')
}
