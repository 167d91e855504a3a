import type { ColumnKit } from './column-kit.ts'

/** Outside systems: partners, their keys and what they used, what they asked once, what is pushed to them; keys of feed readers, and lists kept under a name. */
export function partnerTables(kit: ColumnKit) {
  const { table, text, integer, json, index, uniqueIndex, primaryKey } = kit

  const partners = table('partners', {
    id: integer('id').primaryKey(),
    /** The body that lets it in. */
    organisation: text('organisation').notNull(),
    name: text('name').notNull(),
    contact: text('contact').notNull(),
    person: integer('person'),
    createdAt: integer('created_at').notNull(),
    revokedAt: integer('revoked_at'),
  })

  const partnerKeys = table(
    'partner_keys',
    {
      id: integer('id').primaryKey(),
      partner: integer('partner').notNull(),
      /** SHA-256 of the key: the key itself is shown once and kept nowhere. */
      digest: text('digest').notNull(),
      /** Its first characters, by which people tell keys apart. */
      hint: text('hint').notNull(),
      scopes: json('scopes').$type<readonly string[]>().notNull(),
      perMinute: integer('per_minute').notNull(),
      createdAt: integer('created_at').notNull(),
      expiresAt: integer('expires_at'),
      lastUsedAt: integer('last_used_at'),
      revokedAt: integer('revoked_at'),
    },
    (t) => [uniqueIndex('partner_keys_digest').on(t.digest), index('partner_keys_partner').on(t.partner)],
  )

  /** How often a key asked for what, by day (`2026-11-22`). */
  const partnerUse = table(
    'partner_use',
    {
      key: integer('key').notNull(),
      day: text('day').notNull(),
      what: text('what').notNull(),
      count: integer('count').notNull(),
    },
    (t) => [primaryKey({ columns: [t.key, t.day, t.what] })],
  )

  /** How many requests of the minute of a key processes have taken, a handful at a time, to answer. */
  const partnerTurns = table('partner_turns', {
    key: integer('key').primaryKey(),
    /** The minute it counts: milliseconds at its start. */
    minute: integer('minute').notNull(),
    taken: integer('taken').notNull(),
  })

  /** Answers to requests that carried an idempotency key, given again to whoever repeats them. */
  const onceAnswers = table(
    'once_answers',
    {
      key: integer('key').notNull(),
      once: text('once').notNull(),
      /** Digest of the request: another request under the same key is refused. */
      request: text('request').notNull(),
      status: integer('status').notNull(),
      body: text('body').notNull(),
      at: integer('at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.key, t.once] })],
  )

  const webhooks = table(
    'webhooks',
    {
      id: integer('id').primaryKey(),
      partner: integer('partner').notNull(),
      url: text('url').notNull(),
      /** Signs what is sent; its owner may see it again. */
      secret: text('secret').notNull(),
      /** What it is told: kinds of events, of which sites and service types. */
      asks: json('asks').$type<Record<string, unknown>>().notNull(),
      /** `active`, `paused`, or `troubled` after repeated failures. */
      state: text('state').notNull(),
      failures: integer('failures').notNull(),
      /** The secret before a renewal signs beside the new one until then. */
      formerSecret: text('former_secret'),
      formerUntil: integer('former_until'),
      createdAt: integer('created_at').notNull(),
    },
    (t) => [index('webhooks_partner').on(t.partner)],
  )

  /** One message to one webhook, with its last answer. */
  const webhookMessages = table(
    'webhook_messages',
    {
      id: integer('id').primaryKey(),
      webhook: integer('webhook').notNull(),
      entry: integer('entry'),
      kind: text('kind').notNull(),
      body: json('body').$type<Record<string, unknown>>().notNull(),
      /** `waiting`, `delivered`, `given-up`. */
      state: text('state').notNull(),
      attempts: integer('attempts').notNull(),
      nextAt: integer('next_at').notNull(),
      createdAt: integer('created_at').notNull(),
      lastAt: integer('last_at'),
      status: integer('status'),
      answer: text('answer'),
    },
    (t) => [
      index('webhook_messages_due').on(t.state, t.nextAt),
      index('webhook_messages_webhook').on(t.webhook, t.id),
      index('webhook_messages_entry').on(t.entry),
    ],
  )

  /** What lets a person's feed reader, which cannot sign in, read the lists of one place and nothing else. */
  const readerKeys = table(
    'reader_keys',
    {
      id: integer('id').primaryKey(),
      person: integer('person').notNull(),
      /** Id of the site whose lists it opens; `desk` for those of the desk. */
      site: text('site').notNull(),
      /** SHA-256 of the key: the key itself is shown once and kept nowhere. */
      digest: text('digest').notNull(),
      /** What its person calls it, to tell it from others. */
      name: text('name').notNull(),
      createdAt: integer('created_at').notNull(),
      lastUsedAt: integer('last_used_at'),
      revokedAt: integer('revoked_at'),
    },
    (t) => [uniqueIndex('reader_keys_digest').on(t.digest), index('reader_keys_person').on(t.person)],
  )

  /** A list of the desk with its filters, kept under a name by a person, for themselves or for a body. */
  const savedViews = table(
    'saved_views',
    {
      id: integer('id').primaryKey(),
      person: integer('person').notNull(),
      /** The body whose people see it; null where it is its maker's alone. */
      organisation: text('organisation'),
      name: text('name').notNull(),
      /** Its filters, as the address of the list says them. */
      query: text('query').notNull(),
      createdAt: integer('created_at').notNull(),
    },
    (t) => [index('saved_views_person').on(t.person), index('saved_views_organisation').on(t.organisation)],
  )

  return {
    partners,
    partnerKeys,
    partnerUse,
    partnerTurns,
    onceAnswers,
    webhooks,
    webhookMessages,
    readerKeys,
    savedViews,
  }
}
