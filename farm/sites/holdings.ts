import type { Delivery, Span } from '../../pipeline/model/delivery.ts'
import type { FeedRead, Holding } from '../../pipeline/model/ledger.ts'

/** What a section showed of one entry, from when until when (null while it still does); instants in milliseconds. */
export interface Showing {
  readonly revision: number
  readonly from: number
  readonly until: number | null
}

/** One entry in one section: everything it showed there, in order. */
export interface SectionHistory {
  readonly subscription: number
  readonly site: string
  readonly showings: readonly Showing[]
}

/** Joins what sections show now with what they showed before; those that never showed the entry are left out. */
export function sectionHistories(deliveries: readonly Delivery[], spans: readonly Span[]): readonly SectionHistory[] {
  const past = Map.groupBy(spans, (span) => span.subscription)
  const present = new Map(deliveries.map((one) => [one.subscription, one]))
  return [...new Set([...present.keys(), ...past.keys()])].flatMap((subscription) => {
    const before = past.get(subscription) ?? []
    const delivery = present.get(subscription)
    const showings = [
      ...before.map(({ revision, fromAt, untilAt }) => ({ revision, from: fromAt, until: untilAt })),
      ...(delivery?.state === 'live'
        ? [{ revision: delivery.revision, from: delivery.revisionSince, until: null }]
        : []),
    ].sort((a, b) => a.from - b.from)
    const site = delivery?.site ?? before[0]?.site
    return site === undefined || showings.length === 0 ? [] : [{ subscription, site, showings }]
  })
}

/** What a reader of a section holds of the entry, from when it last came. */
export interface ReaderHolding {
  readonly holding: Holding
  readonly showing: Showing
}

/**
 * What a reader holds: what the section showed when it last came, or nothing any more where it came after the end.
 * Undefined when it only came before the entry, or only after.
 */
export function holdingOf({ showings }: SectionHistory, read: FeedRead): ReaderHolding | undefined {
  const seen = showings.findLast((one) => one.from <= read.lastAt)
  if (!seen) return undefined
  const { until } = seen
  if (until === null) return { holding: 'current', showing: seen }
  if (read.lastAt < until) return { holding: 'behind', showing: seen }
  return read.firstAt < until ? { holding: 'gone', showing: seen } : undefined
}
