import type { Values } from '../../pipeline/model/entry.ts'
import type { TouchedFields } from '../../pipeline/model/touch.ts'
import type { ColumnKit } from './column-kit.ts'

/** What people make: entries, revisions, decisions, deliveries, events, duplicates, claims, files. */
export function contentTables(kit: ColumnKit) {
  const { table, text, integer, real, json, index, primaryKey } = kit

  const entries = table(
    'entries',
    {
      id: integer('id').primaryKey(),
      serviceType: text('service_type').notNull(),
      organisation: text('organisation').notNull(),
      author: integer('author'),
      state: text('state').notNull(),
      review: text('review').notNull(),
      title: text('title').notNull(),
      language: text('language').notNull(),
      liveRevision: integer('live_revision'),
      workingRevision: integer('working_revision').notNull(),
      version: integer('version').notNull(),
      source: integer('source'),
      externalId: text('external_id'),
      canonicalUrl: text('canonical_url'),
      fingerprint: text('fingerprint').notNull(),
      contentHash: text('content_hash').notNull(),
      createdAt: integer('created_at').notNull(),
      updatedAt: integer('updated_at').notNull(),
      submittedAt: integer('submitted_at'),
      publishedAt: integer('published_at'),
      validFrom: integer('valid_from'),
      validUntil: integer('valid_until'),
      sortAt: integer('sort_at').notNull(),
    },
    (t) => [
      index('entries_external').on(t.externalId, t.organisation),
      index('entries_url').on(t.canonicalUrl),
      index('entries_fingerprint').on(t.fingerprint),
      index('entries_review').on(t.review, t.submittedAt),
      index('entries_author').on(t.author, t.updatedAt),
      index('entries_state').on(t.state, t.validUntil),
    ],
  )

  const revisions = table(
    'revisions',
    {
      id: integer('id').primaryKey(),
      entry: integer('entry').notNull(),
      number: integer('number').notNull(),
      author: integer('author'),
      createdAt: integer('created_at').notNull(),
      values: json('values').$type<Values>().notNull(),
    },
    (t) => [index('revisions_entry').on(t.entry, t.number)],
  )

  /** What an entry's live revision is about, ancestors included: `theme:emploi`, `commune:58194`, `contract=cdi`. */
  const entryTerms = table('entry_terms', { entry: integer('entry').notNull(), term: text('term').notNull() }, (t) => [
    primaryKey({ columns: [t.entry, t.term] }),
  ])

  const decisions = table(
    'decisions',
    {
      id: integer('id').primaryKey(),
      entry: integer('entry').notNull(),
      revision: integer('revision').notNull(),
      verdict: text('verdict').notNull(),
      person: integer('person'),
      reason: text('reason').notNull(),
      at: integer('at').notNull(),
    },
    (t) => [index('decisions_entry').on(t.entry, t.at)],
  )

  const events = table(
    'events',
    {
      id: integer('id').primaryKey(),
      at: integer('at').notNull(),
      kind: text('kind').notNull(),
      entry: integer('entry'),
      site: text('site'),
      person: integer('person'),
      batch: integer('batch'),
      data: json('data').$type<Record<string, unknown>>().notNull(),
    },
    (t) => [index('events_entry').on(t.entry, t.at)],
  )

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
      index('deliveries_site').on(t.site, t.state, t.sortAt, t.entry),
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

  /** Two entries that look alike: proposed by the farm, decided by a person once. */
  const duplicates = table(
    'duplicates',
    {
      entry: integer('entry').notNull(),
      other: integer('other').notNull(),
      score: real('score').notNull(),
      verdict: text('verdict'),
      person: integer('person'),
      at: integer('at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.entry, t.other] }), index('duplicates_other').on(t.other)],
  )

  /** A queue item someone has opened: shown as taken, may be taken over. */
  const claims = table('claims', {
    entry: integer('entry').primaryKey(),
    person: integer('person').notNull(),
    at: integer('at').notNull(),
  })

  const files = table('files', {
    /** SHA-256 of the bytes: the name on disk, and the identity. */
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    organisation: text('organisation').notNull(),
    person: integer('person'),
    createdAt: integer('created_at').notNull(),
  })

  return {
    entries,
    revisions,
    entryTerms,
    decisions,
    events,
    deliveries,
    spans,
    touches,
    recalls,
    recallPlaces,
    feedReads,
    duplicates,
    claims,
    files,
  }
}
