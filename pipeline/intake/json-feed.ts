import { fail, ok, type Result } from '../model/problem.ts'
import { MAX_FEED_ITEMS } from './feed.ts'
import { feedFields } from './feed-fields.ts'
import { parsedFeed } from './feed-formats.ts'
import { feedIntakeItem } from './feed-raw.ts'
import type { Intake, IntakeText } from './reader.ts'
import { MAX_DEPTH } from './xml-guard.ts'

/** Reads JSON Feed 1.0 and 1.1. Refuses `not-well-formed` and `too-deep` { max }; warnings as for other feeds. */
export function readJsonFeed({ text, options, warnings }: IntakeText): Result<Intake> {
  if (depthOf(text) > MAX_DEPTH) return fail({ code: 'too-deep', params: { max: MAX_DEPTH } })
  const parsed = jsonObject(text)
  const feed = parsed === undefined ? undefined : parsedFeed(parsed)
  if (feed === undefined) return fail({ code: 'not-well-formed' })
  const found = feed.items.length
  if (found > MAX_FEED_ITEMS) warnings.add({ code: 'too-many-items', params: { max: MAX_FEED_ITEMS, found } })
  const context = { options, warnings, feed, fields: feedFields(options.serviceType) }
  const items = feed.items.slice(0, MAX_FEED_ITEMS)
  return ok({
    format: 'feed',
    warnings: warnings.list,
    items: { [Symbol.iterator]: () => items.values().map((item, index) => feedIntakeItem(item, index + 1, context)) },
  })
}

function jsonObject(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined
  } catch {
    return undefined
  }
}

/** Deepest nesting of a JSON text, found by reading along. */
function depthOf(text: string): number {
  let [depth, deepest, quoted] = [0, 0, false]
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charCodeAt(index)
    if (sign === QUOTE) quoted = !quoted
    else if (quoted) index += sign === BACKSLASH ? 1 : 0
    else if (sign === BRACE || sign === BRACKET) depth += 1
    else if (sign === BRACE + 2 || sign === BRACKET + 2) depth -= 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

const [QUOTE, BACKSLASH, BRACE, BRACKET] = [34, 92, 123, 91]
