import type { BatchOptions } from '../../../pipeline/model/batch.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { ColumnKit } from './column-kit.ts'
import type { Learnt, Quarantine } from './learnt.ts'

/** Exchanges and long work: sources and what they gave, mappings, batches with their lines, addresses that stood elsewhere, jobs. */
export function exchangeTables(kit: ColumnKit) {
  const { table, text, integer, json, index, primaryKey } = kit

  const sources = table(
    'sources',
    {
      id: integer('id').primaryKey(),
      organisation: text('organisation').notNull(),
      serviceType: text('service_type').notNull(),
      name: text('name').notNull(),
      url: text('url').notNull(),
      /** Raw values given to items that lack them, such as themes and territories. */
      defaults: json('defaults').$type<Record<string, string>>().notNull(),
      /** `active`, `paused`, or `troubled` after repeated failures. */
      state: text('state').notNull(),
      everyMinutes: integer('every_minutes').notNull(),
      nextAt: integer('next_at').notNull(),
      lastAt: integer('last_at'),
      lastStatus: text('last_status'),
      failures: integer('failures').notNull(),
      etag: text('etag'),
      lastModified: text('last_modified'),
      createdAt: integer('created_at').notNull(),
      /** How it is pulled: `feed` (one address, whatever it gives) or `oai-pmh`. */
      kind: text('kind').notNull().default('feed'),
      /** What its kind asks for, such as the prefix and set of OAI-PMH. */
      settings: json('settings').$type<Record<string, string>>().notNull().default({}),
      mapping: integer('mapping'),
      /** Withdraws what it no longer gives after so many pulls; 0 never does. */
      goneAfter: integer('gone_after').notNull().default(0),
      /** Why nothing of it is applied until a person has looked. */
      quarantine: json('quarantine').$type<Quarantine>(),
      /** What pulls taught: how often it changes, how much it gives, in which shape. */
      learnt: json('learnt').$type<Partial<Learnt>>().notNull().default({}),
    },
    (t) => [index('sources_due').on(t.state, t.nextAt)],
  )

  /** One request to a source and what came of it. */
  const sourceExchanges = table(
    'source_exchanges',
    {
      id: integer('id').primaryKey(),
      source: integer('source').notNull(),
      at: integer('at').notNull(),
      ms: integer('ms').notNull(),
      url: text('url').notNull(),
      status: integer('status'),
      bytes: integer('bytes').notNull(),
      outcome: text('outcome').notNull(),
      batch: integer('batch'),
      problem: json('problem').$type<Problem>(),
    },
    (t) => [index('source_exchanges_source').on(t.source, t.at)],
  )

  /** Entries of a source that its last pulls no longer gave. */
  const sourceMissing = table(
    'source_missing',
    {
      source: integer('source').notNull(),
      entry: integer('entry').notNull(),
      runs: integer('runs').notNull(),
      since: integer('since').notNull(),
    },
    (t) => [primaryKey({ columns: [t.source, t.entry] })],
  )

  /** A WebSub subscription of the farm to the hub of a source (W3C WebSub §5). */
  const hubSubscriptions = table(
    'hub_subscriptions',
    {
      source: integer('source').primaryKey(),
      /** Unguessable end of the address the hub calls. */
      token: text('token').notNull(),
      secret: text('secret').notNull(),
      hub: text('hub').notNull(),
      topic: text('topic').notNull(),
      state: text('state').notNull(),
      askedAt: integer('asked_at').notNull(),
      expiresAt: integer('expires_at'),
    },
    (t) => [index('hub_subscriptions_token').on(t.token)],
  )

  /** How the columns or elements of an outside file become fields, under a name of its own. */
  const mappings = table(
    'mappings',
    {
      id: integer('id').primaryKey(),
      organisation: text('organisation').notNull(),
      serviceType: text('service_type').notNull(),
      name: text('name').notNull(),
      rules: json('rules').$type<Record<string, unknown>>().notNull(),
      version: integer('version').notNull(),
      person: integer('person'),
      createdAt: integer('created_at').notNull(),
      updatedAt: integer('updated_at').notNull(),
    },
    (t) => [index('mappings_organisation').on(t.organisation, t.serviceType)],
  )

  const batches = table(
    'batches',
    {
      id: integer('id').primaryKey(),
      organisation: text('organisation').notNull(),
      serviceType: text('service_type').notNull(),
      source: integer('source'),
      road: text('road').notNull(),
      name: text('name').notNull(),
      person: integer('person'),
      startedAt: integer('started_at').notNull(),
      endedAt: integer('ended_at'),
      total: integer('total').notNull(),
      counts: json('counts').$type<Record<string, number>>().notNull(),
      /** `rehearsing`, `rehearsed`, `applying`, `applied`, `failed`, `undoing`, `undone`. */
      state: text('state').notNull().default('applied'),
      /** Digest of the raw input kept, while it is. */
      input: text('input'),
      mapping: integer('mapping'),
      /** What else it was asked with: defaults, media type, base address, when its rows were gone. */
      options: json('options').$type<BatchOptions>().notNull().default({}),
      /** Highest number it wrote: what it made lies between its own and this one. */
      lastId: integer('last_id'),
      undoneAt: integer('undone_at'),
      undonePerson: integer('undone_person'),
    },
    (t) => [index('batches_started').on(t.startedAt)],
  )

  const batchLines = table(
    'batch_lines',
    {
      id: integer('id').primaryKey(),
      batch: integer('batch').notNull(),
      line: integer('line').notNull(),
      outcome: text('outcome').notNull(),
      entry: integer('entry'),
      field: text('field'),
      code: text('code'),
      params: json('params').$type<Record<string, string | number>>().notNull(),
    },
    (t) => [index('batch_lines_batch').on(t.batch, t.line)],
  )

  /** Where an entry stood in the system it came from: followed to its page here. */
  const oldAddresses = table(
    'old_addresses',
    {
      site: text('site').notNull(),
      path: text('path').notNull(),
      entry: integer('entry').notNull(),
      at: integer('at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.site, t.path] })],
  )

  const jobs = table(
    'jobs',
    {
      id: integer('id').primaryKey(),
      kind: text('kind').notNull(),
      /** Two waiting jobs never share a key: asking twice does the work once. */
      key: text('key').notNull(),
      payload: json('payload').$type<Record<string, unknown>>().notNull(),
      runAt: integer('run_at').notNull(),
      attempts: integer('attempts').notNull(),
      claimedAt: integer('claimed_at'),
      endedAt: integer('ended_at'),
      error: text('error'),
      done: integer('done').notNull(),
      total: integer('total').notNull(),
    },
    (t) => [index('jobs_due').on(t.endedAt, t.runAt)],
  )

  return {
    sources,
    sourceExchanges,
    sourceMissing,
    hubSubscriptions,
    mappings,
    batches,
    batchLines,
    oldAddresses,
    jobs,
  }
}
