import type { Condition } from '../../../pipeline/model/condition.ts'
import type { LocalText } from '../../../pipeline/model/local-text.ts'
import type { Identity, OrganisationPolicy } from '../../../pipeline/model/organisation.ts'
import type { Arrangement, Skin } from '../../../pipeline/model/site.ts'
import type { VocabularyRules } from '../../../pipeline/model/theme.ts'
import type { ColumnKit } from './column-kit.ts'

/** Who is there: settings, organisations, sites and their subscriptions, people, sessions, geography, subjects. */
export function networkTables(kit: ColumnKit) {
  const { table, text, integer, real, boolean, json, index, uniqueIndex, primaryKey } = kit

  /** Farm-wide values: `ids` (next free number), `farm` (identity), change counters of each memory. */
  const meta = table('meta', { key: text('key').primaryKey(), value: text('value').notNull() })

  const organisations = table('organisations', {
    id: text('id').primaryKey(),
    parent: text('parent'),
    name: text('name').notNull(),
    shortName: text('short_name').notNull(),
    kind: text('kind').notNull(),
    territory: text('territory'),
    identity: json('identity').$type<Identity>().notNull(),
    policy: json('policy').$type<OrganisationPolicy>().notNull(),
  })

  const sites = table('sites', {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    tagline: json('tagline').$type<LocalText>().notNull(),
    kind: text('kind').notNull(),
    visibility: text('visibility').notNull(),
    organisation: text('organisation')
      .notNull()
      .references(() => organisations.id),
    hosts: json('hosts').$type<string[]>().notNull(),
    languages: json('languages').$type<string[]>().notNull(),
    skin: json('skin').$type<Skin>().notNull(),
    createdAt: integer('created_at').notNull(),
  })

  const subscriptions = table(
    'subscriptions',
    {
      id: integer('id').primaryKey(),
      site: text('site')
        .notNull()
        .references(() => sites.id),
      slug: text('slug').notNull(),
      label: json('label').$type<LocalText>().notNull(),
      mode: text('mode').notNull(),
      when: json('when').$type<Condition>().notNull(),
      position: integer('position').notNull(),
      /** How its entries are laid out and reworked on their way; null for the plain one. */
      arrangement: json('arrangement').$type<Arrangement>(),
    },
    (t) => [uniqueIndex('subscriptions_site_slug').on(t.site, t.slug)],
  )

  const people = table(
    'people',
    {
      id: integer('id').primaryKey(),
      login: text('login').notNull(),
      email: text('email').notNull(),
      name: text('name').notNull(),
      title: text('title').notNull(),
      passwordHash: text('password_hash'),
      disabledAt: integer('disabled_at'),
      createdAt: integer('created_at').notNull(),
    },
    (t) => [uniqueIndex('people_login').on(t.login), uniqueIndex('people_email').on(t.email)],
  )

  const memberships = table(
    'memberships',
    {
      id: integer('id').primaryKey(),
      person: integer('person')
        .notNull()
        .references(() => people.id),
      role: text('role').notNull(),
      organisation: text('organisation').references(() => organisations.id),
      site: text('site').references(() => sites.id),
    },
    (t) => [index('memberships_person').on(t.person)],
  )

  const sessions = table(
    'sessions',
    {
      /** SHA-256 of the cookie's value: the database never holds what opens a session. */
      hash: text('hash').primaryKey(),
      person: integer('person')
        .notNull()
        .references(() => people.id),
      /** Session of the desk this one was opened from; null for the desk's own. */
      parent: text('parent'),
      host: text('host').notNull(),
      createdAt: integer('created_at').notNull(),
      seenAt: integer('seen_at').notNull(),
      expiresAt: integer('expires_at').notNull(),
      revokedAt: integer('revoked_at'),
      agent: text('agent').notNull(),
    },
    (t) => [index('sessions_person').on(t.person)],
  )

  const tickets = table('tickets', {
    hash: text('hash').primaryKey(),
    session: text('session').notNull(),
    person: integer('person').notNull(),
    host: text('host').notNull(),
    expiresAt: integer('expires_at').notNull(),
    usedAt: integer('used_at'),
  })

  const attempts = table(
    'attempts',
    { id: integer('id').primaryKey(), key: text('key').notNull(), at: integer('at').notNull() },
    (t) => [index('attempts_key').on(t.key, t.at)],
  )

  const territories = table('territories', {
    key: text('key').primaryKey(),
    level: text('level').notNull(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    parents: json('parents').$type<string[]>().notNull(),
    postcodes: json('postcodes').$type<string[]>().notNull(),
    population: integer('population').notNull(),
    vintage: integer('vintage').notNull(),
  })

  /** Codes and names that now mean another territory: merged, delegated and associated communes, municipal arrondissements. */
  const territoryAliases = table(
    'territory_aliases',
    { code: text('code').notNull(), name: text('name').notNull(), key: text('key').notNull() },
    (t) => [primaryKey({ columns: [t.code, t.key] })],
  )

  /** Where territories lie, in degrees (WGS 84): of communes, exact or the mean of their neighbours. */
  const territoryPoints = table('territory_points', {
    key: text('key').primaryKey(),
    latitude: real('latitude').notNull(),
    longitude: real('longitude').notNull(),
    /** `exact` from an operator's file, `named` from a gazetteer of names, `approximate` from the neighbours. */
    precision: text('precision').notNull(),
  })

  /** What changed from one vintage of the geography to the next: a key that went, and the ones it became. */
  const territoryChanges = table(
    'territory_changes',
    {
      id: integer('id').primaryKey(),
      vintage: integer('vintage').notNull(),
      /** `merged`, `split`, `recoded`, `renamed`, `moved`. */
      kind: text('kind').notNull(),
      was: text('was').notNull(),
      became: json('became').$type<string[]>().notNull(),
      at: integer('at').notNull(),
    },
    (t) => [index('territory_changes_was').on(t.was)],
  )

  /** What a grantor lets a grantee take, once both have signed. */
  const pacts = table(
    'pacts',
    {
      id: integer('id').primaryKey(),
      grantor: text('grantor')
        .notNull()
        .references(() => organisations.id),
      grantee: text('grantee')
        .notNull()
        .references(() => organisations.id),
      /** The bodies under the grantee may take it too. */
      below: boolean('below').notNull(),
      /** What is granted; null for everything public. */
      scope: json('scope').$type<Condition>(),
      proposedBy: integer('proposed_by'),
      proposedAt: integer('proposed_at').notNull(),
      signedBy: integer('signed_by'),
      signedAt: integer('signed_at'),
      until: integer('until'),
      revokedBy: integer('revoked_by'),
      revokedAt: integer('revoked_at'),
    },
    (t) => [index('pacts_grantee').on(t.grantee)],
  )

  /** How the terms of a vocabulary may be used, as the switches of its administration say. */
  const vocabularies = table('vocabularies', {
    id: text('id').primaryKey(),
    label: json('label').$type<LocalText>().notNull(),
    rules: json('rules').$type<VocabularyRules>().notNull(),
    /** Edited here: the file it came from no longer overwrites it. */
    editedAt: integer('edited_at'),
  })

  /** Codes of concepts that were merged into another or taken out of use, and where they lead. */
  const conceptAliases = table(
    'concept_aliases',
    { vocabulary: text('vocabulary').notNull(), code: text('code').notNull(), target: text('target').notNull() },
    (t) => [primaryKey({ columns: [t.vocabulary, t.code] })],
  )

  const concepts = table(
    'concepts',
    {
      vocabulary: text('vocabulary').notNull(),
      code: text('code').notNull(),
      broader: text('broader'),
      label: json('label').$type<LocalText>().notNull(),
      synonyms: json('synonyms').$type<string[]>().notNull(),
      notations: json('notations').$type<Record<string, string[]>>().notNull(),
      position: integer('position').notNull(),
    },
    (t) => [primaryKey({ columns: [t.vocabulary, t.code] })],
  )

  return {
    meta,
    organisations,
    sites,
    subscriptions,
    people,
    memberships,
    sessions,
    tickets,
    attempts,
    territories,
    territoryAliases,
    territoryPoints,
    territoryChanges,
    pacts,
    vocabularies,
    conceptAliases,
    concepts,
  }
}
