import type { Portrait } from './portrait.ts'
import { bandsOf, hashOf, simhash } from './simhash.ts'

/**
 * What an entry may be like, in eight keys at most: two entries of a kind that share one are compared. Pairs of the longest words of
 * the title, in any order; its day and département; where it says enough, the four bands of the simhash of its text.
 */
export function likenessKeys(portrait: Portrait): readonly string[] {
  const { kind, text, day } = portrait
  const keys = wordPairs(portrait.title).map((pair) => key('t', [kind, ...pair]))
  if (day.length === 10) keys.push(key('d', [kind, day, widePlace(portrait)]))
  if (text.length >= FEWEST_WORDS)
    keys.push(...bandsOf(simhash(text)).map((band, i) => key(`s${i}`, [kind, String(band)])))
  return keys
}

/** With fewer words than this a text says nothing of its own. */
export const FEWEST_WORDS = 12

// Of the three longest: whoever adds or drops a word leaves one pair as it was.
function wordPairs(title: readonly string[]): readonly (readonly string[])[] {
  const longest = title.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, 3)
  const [first, second, third] = longest.sort()
  if (first === undefined) return []
  if (second === undefined) return [[first]]
  if (third === undefined) return [[first, second]]
  return [
    [first, second],
    [first, third],
    [second, third],
  ]
}

// One body names the commune, another the département.
function widePlace({ places, around }: Portrait): string {
  const departments = [...around].filter((one) => one.startsWith('departement:')).sort()
  return departments[0] ?? places[0] ?? ''
}

function key(family: string, parts: readonly string[]): string {
  const text = parts.join('\n')
  return `${family}${hashOf(text).toString(36)}${hashOf(`${text}\n`).toString(36)}`
}
