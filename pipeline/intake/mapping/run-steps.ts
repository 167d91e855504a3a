import type { Problem } from '../../model/problem.ts'
import { quoted } from '../../model/written/clean.ts'
import { writtenNumber } from '../../model/written/numbers.ts'
import { plainLines, shortened } from '../feed-text.ts'
import { dateReader } from './date-pattern.ts'
import { linearPattern } from './linear-pattern.ts'
import type { Step } from './mapping.ts'

/** Texts on their way through the steps of a rule, and what could not be done with them. */
export interface Stepped {
  readonly texts: readonly string[]
  readonly problems: readonly Problem[]
}

/**
 * Makes the steps of a rule ready to run on many rows; each works on every text, blanks go after each. Problem: `date-pattern` { value,
 * pattern } of a text that is not the date it should be.
 */
export function stepRunner(steps: readonly Step[]): (texts: readonly string[]) => Stepped {
  const changes = steps.map(changeOf)
  if (changes.length === 0) return (texts) => ({ texts, problems: NONE })
  return (texts) => {
    const problems: Problem[] = []
    let now = texts
    for (const change of changes) now = change(now, problems).flatMap(trimmed)
    return { texts: now, problems }
  }
}

const NONE: readonly Problem[] = []
const MOST_TEXTS = 500

type Change = (texts: readonly string[], problems: Problem[]) => readonly string[]

function trimmed(text: string): readonly string[] {
  const bare = text.trim()
  return bare === '' ? [] : [bare]
}

function changeOf(step: Step): Change {
  switch (step.do) {
    case 'split':
      return (texts) => texts.flatMap((text) => text.split(step.by)).slice(0, MOST_TEXTS)
    case 'take':
      return (texts) => [texts.at(step.nth > 0 ? step.nth - 1 : step.nth) ?? '']
    case 'join':
      return (texts) => [texts.join(step.with)]
    case 'date':
      return dating(step.pattern)
    case 'extract':
      return extracting(step.pattern)
    default:
      return each(textChange(step))
  }
}

function each(change: (text: string) => string): Change {
  return (texts) => texts.map(change)
}

function textChange(step: Exclude<Step, { do: 'split' | 'take' | 'join' | 'date' | 'extract' }>) {
  switch (step.do) {
    case 'number':
      return figure
    case 'strip-html':
      return plainLines
    case 'case':
      return (text: string) => CASES[step.to](text)
    case 'add-days':
      return (text: string) => daysLater(text, step.days)
    case 'replace':
      return (text: string) => text.replaceAll(step.text, () => step.with).slice(0, LONGEST)
    case 'pad':
      return (text: string) => text.padStart(step.length, step.with)
    case 'shorten':
      return (text: string) => shortened(text, step.max)
  }
}

const LONGEST = 1_000_000

function dating(pattern: string): Change {
  const read = dateReader(pattern)
  return (texts, problems) =>
    texts.map((text) => {
      const date = read(text)
      if (date === undefined) problems.push({ code: 'date-pattern', params: { value: quoted(text), pattern } })
      return date ?? ''
    })
}

function extracting(pattern: string): Change {
  const made = linearPattern(pattern)
  return made.ok ? each((text) => made.value.extract(text) ?? '') : (texts) => texts
}

const DAY = /^\d{4}-\d{2}-\d{2}/

// What is no date is left to the field, which says so.
function daysLater(text: string, days: number): string {
  const [day] = DAY.exec(text) ?? []
  const start = Date.parse(day ?? '')
  return Number.isNaN(start) ? text : new Date(start + days * 86_400_000).toISOString().slice(0, 10)
}

const CURRENCY = /€|\b(?:eur|euros?)\b/gi

// What is no number is left to the field, which says so.
function figure(text: string): string {
  const bare = text.length > 60 ? text : text.replace(CURRENCY, '').trim()
  const value = writtenNumber(bare)
  return value === null ? text : String(value)
}

const CASES = {
  upper: (text: string) => text.toLocaleUpperCase('fr'),
  lower: (text: string) => text.toLocaleLowerCase('fr'),
  sentence: (text: string) => capital(text.toLocaleLowerCase('fr')),
  title: titled,
} as const

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('fr') + text.slice(1)
}

const SMALL = new Set(
  'de du des la le les l d et en au aux à a sur sous lès les-bains par pour un une ou dans'.split(' '),
)

/** `SAINT-AMAND-EN-PUISAYE` → `Saint-Amand-en-Puisaye`: a text in capitals, as names are written. */
function titled(text: string): string {
  let first = true
  return text.toLocaleLowerCase('fr').replace(/\p{L}+/gu, (word) => {
    const small = !first && SMALL.has(word)
    first = false
    return small ? word : capital(word)
  })
}
