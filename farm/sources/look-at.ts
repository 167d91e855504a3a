import { crc32 } from 'node:zlib'
import type { IntakeItem } from '../../pipeline/intake/reader.ts'
import type { Shape } from '../storage/tables/learnt.ts'
import { guessLanguage } from './guess-language.ts'

/** What some content looks like before any of it is applied. */
export interface Look {
  readonly shape: Shape
  /** Fields that more than a few of its items fill. */
  readonly present: ReadonlySet<string>
  /** A few titles, for people. */
  readonly samples: readonly string[]
  /** It stops before its end: what is missing may only not have arrived. */
  readonly cut?: boolean
}

const SAMPLES = 5
const NEARLY_ALL = 0.8
const KEPT_IDS = 48
const READ = 20_000

/** Looks at all the items of a reading. */
export function lookAt(format: string, items: Iterable<IntakeItem>): Look {
  const fields = new Map<string, number>()
  const languages = new Map<string, number>()
  const hosts = new Map<string, number>()
  const samples: string[] = []
  const ids = new Set<number>()
  let [count, texts] = [0, '']
  for (const { raw, externalId, line } of items) {
    count += 1
    for (const [name, value] of Object.entries(raw)) if (value.length !== 0) add(fields, name)
    if (typeof raw.language === 'string') add(languages, raw.language.toLowerCase())
    if (texts.length < READ) texts += ` ${wordsOf(raw)}`
    const host = hostOf(raw.source_url ?? raw.url ?? raw.link)
    if (host !== undefined) add(hosts, host)
    if (typeof raw.title === 'string' && samples.length < SAMPLES) samples.push(raw.title.slice(0, 200))
    ids.add(crc32(externalId ?? host ?? String(line)))
  }
  const shape = {
    ...{
      format,
      items: count,
      language: foremost(languages, count) ?? guessLanguage(texts),
      host: foremost(hosts, count),
    },
    fields: [...fields].filter(([, filled]) => filled >= NEARLY_ALL * count).map(([name]) => name),
    ids: [...ids].sort((a, b) => a - b).slice(0, KEPT_IDS),
  }
  const present = new Set([...fields].filter(([, filled]) => filled > 0.1 * count).map(([name]) => name))
  return { shape, present, samples }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function wordsOf(raw: IntakeItem['raw']): string {
  const texts = [raw.title, raw.summary, raw.body, raw.description].filter((one) => typeof one === 'string')
  return texts
    .join(' ')
    .slice(0, 2000)
    .replace(/<[^<>]{0,500}>/g, ' ')
}

function hostOf(value: unknown): string | undefined {
  const host = typeof value === 'string' ? URL.parse(value)?.hostname : undefined
  return host?.replace(/^www\./, '')
}

function foremost(counts: ReadonlyMap<string, number>, of: number): string | null {
  const [name = null, count = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
  return of > 0 && count >= NEARLY_ALL * of ? name : null
}
