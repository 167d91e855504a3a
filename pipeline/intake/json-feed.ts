import { fail, ok, type Result } from '../model/problem.ts'
import { MAX_FEED_ITEMS } from './feed.ts'
import { feedFields } from './feed-fields.ts'
import { parsedFeed } from './feed-formats.ts'
import { feedIntakeItem } from './feed-raw.ts'
import { jsonDepth } from './json-depth.ts'
import type { Intake, IntakeText } from './reader.ts'
import { MAX_DEPTH } from './xml-guard.ts'

/** Reads JSON Feed 1.0 and 1.1. Refuses `not-well-formed` and `too-deep` { max }; warnings as for other feeds. */
export function readJsonFeed({ text, options, warnings }: IntakeText): Result<Intake> {
  if (jsonDepth(text) > MAX_DEPTH) return fail({ code: 'too-deep', params: { max: MAX_DEPTH } })
  const parsed = jsonObject(text)
  const feed = parsed === undefined ? undefined : parsedFeed(parsed)
  if (parsed === undefined || feed === undefined) return fail({ code: 'not-well-formed' })
  const found = feed.items.length
  if (found > MAX_FEED_ITEMS) warnings.add({ code: 'too-many-items', params: { max: MAX_FEED_ITEMS, found } })
  for (const line of unreadLines(parsed, found)) warnings.add({ code: 'unreadable-item', line, params: { line } })
  const context = { options, warnings, feed, fields: feedFields(options.serviceType) }
  const items = feed.items.slice(0, MAX_FEED_ITEMS)
  return ok({
    format: 'feed',
    warnings: warnings.list,
    items: { [Symbol.iterator]: () => items.values().map((item, index) => feedIntakeItem(item, index + 1, context)) },
  })
}

/** Places of what stands among the items and was read as none. */
function unreadLines(feed: object, found: number): readonly number[] {
  const written: unknown = Reflect.get(feed, 'items')
  if (!Array.isArray(written) || written.length === found) return []
  const lines = written.slice(0, MAX_FEED_ITEMS).flatMap((item: unknown, index) => {
    return parsedFeed({ ...feed, items: [item] })?.items.length === 1 ? [] : [index + 1]
  })
  return lines.slice(0, MOST_TOLD)
}

const MOST_TOLD = 100

function jsonObject(text: string): object | undefined {
  try {
    // feedsmith takes an object that names its own constructor for no object at all.
    const parsed: unknown = INHERITED.test(text)
      ? JSON.parse(text, (name, value: unknown) => (name === 'constructor' || name === '__proto__' ? undefined : value))
      : JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined
  } catch {
    return undefined
  }
}

const INHERITED = /"(?:constructor|__proto__)"/
