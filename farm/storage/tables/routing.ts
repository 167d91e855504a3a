import { sql } from 'drizzle-orm'
import type { TouchedFields } from '../../../pipeline/model/touch.ts'
import type { ColumnKit } from './column-kit.ts'

/** Where entries went: deliveries and what sites changed for themselves, now and before, recalls, and who reads which feed. */
export function routingTables(kit: ColumnKit) {
  const { table, text, integer, json, index, primaryKey } = kit

  const deliveries = table(
    'deliveries',
    {
      entry: integer('entry').notNull(),
      subscription: integer('subscription').notNull(),
      site: text('site').notNull(),
      serviceType: text('service_type').notNull(),
      state: text('state').notNull(),
      revision: integer('revision').notNull(),
      sortAt: integer('sort_at').notNull(),
      since: integer('since').notNull(),
      updatedAt: integer('updated_at').notNull(),
      /** Since when it shows this very revision. */
      revisionSince: integer('revision_since').notNull().default(0),
    },
    (t) => [
      primaryKey({ columns: [t.entry, t.subscription] }),
      index('deliveries_list').on(t.subscription, t.state, t.sortAt, t.entry),
      // What a site shows is found by its sections. Only what it showed or kept out, whose section may be gone, is found by its own name:
      // each index here is a page written anew for every site that receives an entry.
      index('deliveries_gone').on(t.site, t.entry).where(sql`state in ('retracted', 'excluded')`),
    ],
  )

  /** What a section showed before: one revision, from when until when. What it shows now stands in `deliveries`. */
  const spans = table(
    'delivery_spans',
    {
      entry: integer('entry').notNull(),
      subscription: integer('subscription').notNull(),
      site: text('site').notNull(),
      revision: integer('revision').notNull(),
      sortAt: integer('sort_at').notNull(),
      fromAt: integer('from_at').notNull(),
      untilAt: integer('until_at').notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.entry, t.subscription, t.fromAt] }),
      index('delivery_spans_list').on(t.subscription, t.sortAt, t.entry),
    ],
  )

  /** What a site changed for itself in an entry of one of its sections. */
  const touches = table(
    'touches',
    {
      entry: integer('entry').notNull(),
      subscription: integer('subscription').notNull(),
      site: text('site').notNull(),
      /** `excluded` or `reintroduced`: the site's word over the request; null where the request decides. */
      hold: text('hold'),
      /** Place among the pinned, 1 first; null where it is not pinned. */
      pin: integer('pin'),
      /** Fields said otherwise here: the value here, and the one it was written over. */
      fields: json('fields').$type<TouchedFields>().notNull(),
      /** Fields corrected upstream since in another way, until a person has settled them. */
      clashes: json('clashes').$type<string[]>().notNull(),
      person: integer('person'),
      at: integer('at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.entry, t.subscription] }), index('touches_site').on(t.site, t.at)],
  )

  /** What a site changed for itself before, from when until when; what it changes now stands in `touches`. */
  const touchSpans = table(
    'touch_spans',
    {
      entry: integer('entry').notNull(),
      subscription: integer('subscription').notNull(),
      pin: integer('pin'),
      fields: json('fields').$type<TouchedFields>().notNull(),
      fromAt: integer('from_at').notNull(),
      untilAt: integer('until_at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.subscription, t.entry, t.fromAt] })],
  )

  /** One action that took an entry back from everywhere, with its reason. */
  const recalls = table(
    'recalls',
    {
      id: integer('id').primaryKey(),
      entry: integer('entry').notNull(),
      title: text('title').notNull(),
      reason: text('reason').notNull(),
      person: integer('person'),
      at: integer('at').notNull(),
      /** Everything was confirmed. */
      closedAt: integer('closed_at'),
    },
    (t) => [index('recalls_entry').on(t.entry)],
  )

  /** Every place that held a recalled entry, and when it was confirmed gone from there. */
  const recallPlaces = table(
    'recall_places',
    {
      recall: integer('recall').notNull(),
      /** Number of the place within its recall. */
      place: integer('place').notNull(),
      /** `site`, `feed`, `export`, `partner`, `push`, `cache`, `search`. */
      kind: text('kind').notNull(),
      site: text('site'),
      subscription: integer('subscription'),
      /** The reader of a feed, the partner, the format. */
      name: text('name').notNull(),
      revision: integer('revision'),
      since: integer('since'),
      fetchedAt: integer('fetched_at'),
      confirmedAt: integer('confirmed_at'),
    },
    (t) => [primaryKey({ columns: [t.recall, t.place] })],
  )

  /** Who reads which feed or export of which section, and when last: readers name themselves, no address is kept. */
  const feedReads = table(
    'feed_reads',
    {
      subscription: integer('subscription').notNull(),
      format: text('format').notNull(),
      reader: text('reader').notNull(),
      firstAt: integer('first_at').notNull(),
      lastAt: integer('last_at').notNull(),
      count: integer('count').notNull(),
    },
    (t) => [primaryKey({ columns: [t.subscription, t.format, t.reader] })],
  )

  /** Who read one entry of a section by itself: it holds that one, and nothing is known of the others. */
  const entryReads = table(
    'entry_reads',
    {
      entry: integer('entry').notNull(),
      subscription: integer('subscription').notNull(),
      reader: text('reader').notNull(),
      firstAt: integer('first_at').notNull(),
      lastAt: integer('last_at').notNull(),
      count: integer('count').notNull(),
    },
    (t) => [primaryKey({ columns: [t.entry, t.subscription, t.reader] })],
  )

  return { deliveries, spans, touches, touchSpans, recalls, recallPlaces, feedReads, entryReads }
}
