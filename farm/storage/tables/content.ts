import { sql } from 'drizzle-orm'
import type { Values } from '../../../pipeline/model/entry.ts'
import type { ColumnKit } from './column-kit.ts'

/** What people make: entries, revisions, decisions, events, duplicates, likeness, claims, files and who carries them. */
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
      // Costs nothing to what comes by hand or by file.
      index('entries_source').on(t.source, t.id).where(sql`source is not null`),
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
      /** The batch it came by. */
      batch: integer('batch'),
      /** What the source said, where edits made here won over it. */
      said: json('said').$type<Values>(),
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

  /** What an entry may be like: bands of its title, date, places and text; two entries that share some are compared. */
  const likeness = table('likeness', { entry: integer('entry').notNull(), key: text('key').notNull() }, (t) => [
    primaryKey({ columns: [t.entry, t.key] }),
    index('likeness_key').on(t.key),
  ])

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

  /** Which revisions carry which kept files; revision 0 for what a site put in the place of an entry's own. */
  const fileUses = table(
    'file_uses',
    {
      file: text('file').notNull(),
      entry: integer('entry').notNull(),
      revision: integer('revision').notNull(),
    },
    (t) => [primaryKey({ columns: [t.file, t.entry, t.revision] })],
  )

  return {
    entries,
    revisions,
    entryTerms,
    decisions,
    events,
    duplicates,
    likeness,
    claims,
    files,
    fileUses,
  }
}
