import { and, eq, gt, inArray, isNotNull, lte } from 'drizzle-orm'
import type { Touch } from '../../../pipeline/model/touch.ts'
import type { Storage } from '../storage.ts'

/** What a site had changed in entries of a section at an instant: where they were pinned, and the fields it said otherwise. */
export type PastTouch = Pick<Touch, 'entry' | 'pin' | 'fields' | 'at'>

interface AskedTouches {
  readonly subscription: number
  /** Instant in milliseconds. */
  readonly at: number
}

/** What a site said otherwise then of these entries of a section. */
export function touchesThen(
  reading: Pick<Storage, 'read' | 'tables'>,
  asked: AskedTouches & { readonly entries: readonly number[] },
): Promise<readonly PastTouch[]> {
  return asked.entries.length === 0 ? Promise.resolve([]) : reads(reading, asked, 'these')
}

/** What was pinned then in a section, first pin first. */
export async function pinsThen(
  reading: Pick<Storage, 'read' | 'tables'>,
  asked: AskedTouches,
): Promise<readonly PastTouch[]> {
  const pinned = await reads(reading, { ...asked, entries: [] }, 'pinned')
  return pinned.toSorted((a, b) => (a.pin ?? 0) - (b.pin ?? 0) || a.entry - b.entry)
}

async function reads(
  { read, tables: { touches, touchSpans } }: Pick<Storage, 'read' | 'tables'>,
  { subscription, at, entries }: AskedTouches & { readonly entries: readonly number[] },
  which: 'these' | 'pinned',
): Promise<readonly PastTouch[]> {
  const among = (table: typeof touches | typeof touchSpans) =>
    and(
      eq(table.subscription, subscription),
      which === 'pinned' ? isNotNull(table.pin) : inArray(table.entry, [...entries]),
    )
  const [still, then] = await Promise.all([
    read
      .select({ entry: touches.entry, pin: touches.pin, fields: touches.fields, at: touches.at })
      .from(touches)
      .where(and(among(touches), lte(touches.at, at))),
    read
      .select({ entry: touchSpans.entry, pin: touchSpans.pin, fields: touchSpans.fields, at: touchSpans.fromAt })
      .from(touchSpans)
      .where(and(among(touchSpans), lte(touchSpans.fromAt, at), gt(touchSpans.untilAt, at))),
  ])
  return [...still, ...then]
}
