import { ok, type Result } from '../model/problem.ts'
import { feedFields } from './feed-fields.ts'
import { parsedFeed } from './feed-formats.ts'
import type { FeedItem } from './feed-item.ts'
import { feedIntakeItem } from './feed-raw.ts'
import { type FeedSlices, feedSlices } from './feed-slices.ts'
import type { Intake, IntakeItem, IntakeText } from './reader.ts'

/** Most items read from one feed: a feed gives its news, not its archive. */
export const MAX_FEED_ITEMS = 5000

/**
 * Reads RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, broken ones included. Refuses `doctype-refused` and `too-deep`; warnings:
 * `truncated-feed` { items }, `too-many-items` { max, found }, `unreadable-item` { line }, `unknown-theme` { value }.
 */
export function readFeed(source: IntakeText): Result<Intake> {
  const cut = feedSlices(source.text)
  if (!cut.ok) return cut
  const { items, truncated } = cut.value
  if (truncated) source.warnings.add({ code: 'truncated-feed', params: { items: items.length } })
  if (items.length > MAX_FEED_ITEMS) {
    source.warnings.add({ code: 'too-many-items', params: { max: MAX_FEED_ITEMS, found: items.length } })
  }
  return ok({
    format: 'feed',
    warnings: source.warnings.list,
    items: { [Symbol.iterator]: () => intakeItems(cut.value, source) },
  })
}

const BATCH = 50

function* intakeItems(slices: FeedSlices, { options, warnings }: IntakeText): Generator<IntakeItem> {
  const feed = parsedFeed(slices.envelope) ?? { items: [] }
  const context = { options, warnings, feed, fields: feedFields(options.serviceType) }
  const items = slices.items.slice(0, MAX_FEED_ITEMS)
  for (let start = 0; start < items.length; start += BATCH) {
    const batch = itemsOf(items.slice(start, start + BATCH), slices)
    for (const [index, item] of batch.entries()) {
      const line = start + index + 1
      if (item === undefined) warnings.add({ code: 'unreadable-item', line, params: { line } })
      else yield feedIntakeItem(item, line, context)
    }
  }
}

/** The items of a batch in order; where some cannot be read, found out by halves. */
function itemsOf(batch: readonly string[], slices: FeedSlices): readonly (FeedItem | undefined)[] {
  const together = parsedFeed(slices.around(batch))?.items
  if (together?.length === batch.length) return together
  if (together?.length === 0 || batch.length <= 1) return batch.map(() => undefined)
  const half = Math.ceil(batch.length / 2)
  return [...itemsOf(batch.slice(0, half), slices), ...itemsOf(batch.slice(half), slices)]
}
