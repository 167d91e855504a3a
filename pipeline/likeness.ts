import { FEWEST_WORDS } from './likeness-keys.ts'
import { stems } from './model/stems.ts'
import type { Portrait } from './portrait.ts'

/** Why two entries are taken to be one, or not; the interface says each in words. */
export const LIKENESS_REASONS = [
  'same-title',
  'close-title',
  'same-day',
  'same-place',
  'place-within',
  'same-text',
  'close-text',
  'same-address',
  'other-kind',
  'other-day',
  'other-place',
  'other-number',
] as const

/** One of these reasons. */
export type LikenessReason = (typeof LIKENESS_REASONS)[number]

/** How much two entries are alike, from 0 to 1, and why. */
export interface Likeness {
  readonly score: number
  readonly reasons: readonly LikenessReason[]
}

/** From this score on, two entries are shown to people as perhaps the same. */
export const LIKELY = 0.74

/**
 * Compares two entries: titles by their words and letters, days, places, texts, addresses. Another day, another place or another number
 * in the title makes two of them whatever else is the same: editions of one year and the next are not one.
 */
export function likeness(one: Portrait, other: Portrait): Likeness {
  if (one.kind !== other.kind) return { score: 0, reasons: ['other-kind'] }
  const title = titleLikeness(one, other)
  const text = textLikeness(one.text, other.text)
  const [day, place, number] = [dayReason(one, other), placeReason(one, other), numberReason(one, other)]
  const address = one.address !== null && one.address === other.address
  const sum =
    title * 0.6 + (DAY[day ?? ''] ?? 0.05) + (PLACE[place ?? ''] ?? 0.06) + textPart(text) - oneNumbered(one, other)
  // Each of these is a road of its own: the title, where day and place agree; the very text; the very address.
  const byText = text !== null && text >= 0.6 && (title >= 0.2 || text >= 0.85) ? 0.4 + text * 0.4 + title * 0.2 : 0
  const byAddress = address && title >= 0.35 ? 0.55 + title * 0.45 : 0
  const most = Math.min(CAPS[day ?? ''] ?? 1, CAPS[place ?? ''] ?? 1, CAPS[number ?? ''] ?? 1)
  const told = [titleReason(title), day, place, textReason(text), address ? 'same-address' : undefined, number] as const
  return {
    score: Math.min(most, Math.max(0, sum, byText, byAddress), 1),
    reasons: told.filter((reason) => reason !== undefined),
  }
}

const DAY: Readonly<Record<string, number>> = { 'same-day': 0.2, 'other-day': 0 }
const PLACE: Readonly<Record<string, number>> = { 'same-place': 0.15, 'place-within': 0.12, 'other-place': 0 }
const CAPS: Readonly<Record<string, number>> = { 'other-day': 0.3, 'other-place': 0.45, 'other-number': 0.4 }

/** How much two titles share, by their stems: of words in common, and of letters where words are written otherwise. */
export function titleLikeness(here: Titled, there: Titled): number {
  const [one, other] = [unplaced(here, there), unplaced(there, here)]
  if (one.length === 0 || other.length === 0) return 0
  const common = one.filter((word) => other.includes(word)).length
  const words = (2 * common) / (one.length + other.length)
  // A longer title that holds the whole of a shorter one of several words says the same at more length.
  const within = common >= 2 ? (common / Math.min(one.length, other.length)) * 0.85 : 0
  // Names that differ in whole words may still share most of their letters: half counts.
  return Math.max(words, within, (words + dice(trigrams(one), trigrams(other))) / 2)
}

type Titled = Pick<Portrait, 'title' | 'names'>

// Where it is counts once, as its place; unless a title says nothing else.
function unplaced({ title, names }: Titled, other: Titled): readonly string[] {
  const rest = title.filter((word) => !names.has(word) && !other.names.has(word))
  return rest.length === 0 ? title : rest
}

function trigrams(words: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const word of words) {
    const padded = ` ${word.slice(0, 40)} `
    for (let i = 0; i + 3 <= padded.length; i += 1) found.add(padded.slice(i, i + 3))
  }
  return found
}

// Null where one of them says too little to tell.
function textLikeness(one: readonly string[], other: readonly string[]): number | null {
  if (one.length < FEWEST_WORDS || other.length < FEWEST_WORDS) return null
  return dice(pairs(one), pairs(other))
}

function pairs(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map((word, i) => `${words[i - 1] ?? ''} ${word}`))
}

function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 0
  return (2 * one.intersection(other).size) / (one.size + other.size)
}

// Texts that have little in common speak against it, but not much: the same may be told twice in one's own words.
function textPart(text: number | null): number {
  return text === null ? 0.05 : (text - 0.25) / 3
}

function titleReason(title: number): LikenessReason | undefined {
  return title >= 0.999 ? 'same-title' : title >= 0.5 ? 'close-title' : undefined
}

function textReason(text: number | null): LikenessReason | undefined {
  return text === null || text < 0.4 ? undefined : text >= 0.9 ? 'same-text' : 'close-text'
}

// A day of which only the month is known agrees with each of its days. What is not announced may be told again within the week.
function dayReason(one: Portrait, other: Portrait): LikenessReason | undefined {
  if (one.day === '' || other.day === '') return undefined
  const length = Math.min(one.day.length, other.day.length)
  if (one.day.slice(0, length) === other.day.slice(0, length)) return length === 10 ? 'same-day' : undefined
  const apart = Math.abs(Date.parse(one.day) - Date.parse(other.day)) / 86_400_000
  return one.happens || other.happens || !(apart <= 7) ? 'other-day' : undefined
}

function placeReason(one: Portrait, other: Portrait): LikenessReason | undefined {
  if (one.places.length === 0 || other.places.length === 0) return undefined
  if (one.places.some((place) => other.places.includes(place))) return 'same-place'
  const within =
    one.places.some((place) => other.around.has(place)) || other.places.some((place) => one.around.has(place))
  return within ? 'place-within' : 'other-place'
}

// « Atelier 1 » is not « Atelier 2 », but its year, and beside its month its day, may stand in a title or not.
function numberReason(one: Portrait, other: Portrait): LikenessReason | undefined {
  const [here, there] = [ownNumbers(one), ownNumbers(other)]
  const apart = here.some((number) => !there.includes(number)) && there.some((number) => !here.includes(number))
  return apart ? 'other-number' : undefined
}

// Of a series, one is not the whole; but a number alone tells little.
function oneNumbered(one: Portrait, other: Portrait): number {
  return ownNumbers(one).length > 0 === ownNumbers(other).length > 0 ? 0 : 0.08
}

function ownNumbers({ numbers, title, day }: Portrait): readonly string[] {
  const [year, , date] = day.split('-').map(Number)
  const dated = title.some((word) => MONTHS.has(word))
  return numbers.filter((number) => Number(number) !== year && !(dated && Number(number) === date))
}

const MONTHS = new Set(stems('janvier février mars avril mai juin juillet août septembre octobre novembre décembre'))
