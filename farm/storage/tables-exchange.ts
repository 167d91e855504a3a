import type { ColumnKit } from './column-kit.ts'

/** Exchanges and long work: sources, batches with their lines, jobs. */
export function exchangeTables(kit: ColumnKit) {
  const { table, text, integer, json, index } = kit

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
    },
    (t) => [index('sources_due').on(t.state, t.nextAt)],
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

  return { sources, batches, batchLines, jobs }
}
