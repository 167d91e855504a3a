import type { Schema } from './operation.ts'

/** A reference to one of the schemas below. */
export function ref(name: keyof typeof SCHEMAS): Schema {
  return { $ref: `#/components/schemas/${name}` }
}

/** A list of something with its members. */
export function listOf(name: keyof typeof SCHEMAS): Schema {
  return closed({ items: { type: 'array', items: ref(name) } })
}

const TEXT = { type: 'string' }
const WHEN = { type: 'string', format: 'date-time' }
const COUNT = { type: 'integer', minimum: 0 }
const NUMBER = { type: 'integer', minimum: 1 }
const LOCAL = { type: 'object', required: ['fr'], properties: { fr: TEXT, en: TEXT }, additionalProperties: false }

// Texts as they are written, named parts of one value, or a list of either.
const RAW = {
  anyOf: [
    TEXT,
    { type: 'object', additionalProperties: TEXT },
    { type: 'array', items: { anyOf: [TEXT, { type: 'object', additionalProperties: TEXT }] } },
  ],
}
const GIVEN_ITEM = {
  anyOf: [
    { type: ['string', 'number', 'boolean'] },
    { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } },
  ],
}

function closed(properties: Record<string, unknown>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', required, properties, additionalProperties: false }
}

/** The shapes the API speaks of, by name. */
export const SCHEMAS = {
  Site: closed({
    ...{ id: TEXT, name: TEXT, tagline: TEXT, kind: { enum: ['portal', 'workshop'] } },
    ...{ visibility: { enum: ['public', 'private'] }, organisation: TEXT, link: TEXT, services: TEXT },
  }),
  Service: closed({
    ...{ site: TEXT, id: TEXT, label: TEXT, serviceTypes: { type: 'array', items: TEXT } },
    ...{ facets: { type: 'array', items: TEXT }, link: TEXT, entries: TEXT },
  }),
  Entry: closed({
    ...{ id: NUMBER, uri: TEXT, link: TEXT, serviceType: TEXT, title: TEXT, summary: TEXT, language: TEXT },
    ...{ organisation: closed({ id: TEXT, name: TEXT }), publishedAt: WHEN, updatedAt: WHEN },
    themes: { type: 'array', items: closed({ code: TEXT, label: TEXT }) },
    territories: { type: 'array', items: closed({ key: TEXT, name: TEXT }) },
    values: { type: 'object', additionalProperties: RAW },
  }),
  Tombstone: closed({ id: NUMBER, uri: TEXT, at: WHEN }),
  EntryPage: closed({
    items: { type: 'array', items: { $ref: '#/components/schemas/Entry' } },
    deleted: { type: 'array', items: { $ref: '#/components/schemas/Tombstone' } },
    next: { type: ['string', 'null'] },
    asOf: WHEN,
  }),
  ServiceType: closed({
    ...{ id: TEXT, label: LOCAL, plural: LOCAL, description: LOCAL, visibility: { enum: ['public', 'private'] } },
    ...{ workflow: { enum: ['none', 'a-posteriori', 'a-priori', 'two-step'] }, schema: { type: 'object' } },
  }),
  Theme: closed({ vocabulary: TEXT, code: TEXT, label: LOCAL, broader: { type: ['string', 'null'] } }),
  Territory: closed({
    ...{ key: TEXT, level: TEXT, code: TEXT, name: TEXT, within: { type: 'array', items: TEXT } },
    postcodes: { type: 'array', items: TEXT },
  }),
  NewEntry: closed(
    {
      serviceType: TEXT,
      externalId: { type: 'string', minLength: 1, maxLength: 200 },
      values: {
        type: 'object',
        additionalProperties: { anyOf: [GIVEN_ITEM, { type: 'array', items: GIVEN_ITEM }, { type: 'null' }] },
      },
    },
    ['externalId'],
  ),
  Submission: closed(
    {
      ...{ id: NUMBER, externalId: { type: ['string', 'null'] }, outcome: { enum: ['new', 'changed', 'same'] } },
      ...{ serviceType: TEXT, title: TEXT, state: TEXT, review: TEXT, version: NUMBER, updatedAt: WHEN },
      ...{ publishedAt: { type: ['string', 'null'] }, values: { type: 'object', additionalProperties: RAW } },
    },
    ['outcome'],
  ),
  Reason: closed({ reason: { type: 'string', minLength: 1, maxLength: 1000 } }),
  Explanation: closed({
    ...{ entry: NUMBER, site: TEXT },
    sections: {
      type: 'array',
      items: closed({
        ...{ service: TEXT, label: TEXT, shown: { type: 'boolean' }, verdict: TEXT, asks: TEXT },
        reasons: { type: 'array', items: { type: 'string' } },
      }),
    },
  }),
  Import: closed({
    ...{ id: { type: ['integer', 'null'] }, name: TEXT, serviceType: TEXT, done: { type: 'boolean' } },
    ...{ total: COUNT, counts: { type: 'object', additionalProperties: COUNT } },
    problems: {
      type: 'array',
      items: closed({ code: TEXT, detail: TEXT, field: TEXT, line: COUNT }, ['field', 'line']),
    },
    next: { type: ['string', 'null'] },
  }),
  Key: closed({
    ...{ partner: TEXT, organisation: TEXT, key: TEXT, scopes: { type: 'array', items: TEXT } },
    ...{ perMinute: NUMBER, expiresAt: { type: ['string', 'null'] } },
  }),
  Problem: closed({
    ...{ type: TEXT, title: TEXT, status: { type: 'integer' }, code: TEXT },
    problems: {
      type: 'array',
      items: closed({ code: TEXT, detail: TEXT, field: TEXT, line: COUNT, params: { type: 'object' } }, [
        'field',
        'line',
        'params',
      ]),
    },
  }),
  WebhookMessage: closed({
    type: { enum: ['entry.published', 'entry.corrected', 'entry.withdrawn', 'ping'] },
    timestamp: WHEN,
    data: {
      type: 'object',
      properties: {
        ...{ entry: NUMBER, uri: TEXT, version: { type: ['string', 'null'] }, webhook: NUMBER },
        shownOn: { type: 'array', items: closed({ site: TEXT, service: TEXT }) },
        content: { type: ['object', 'null'] },
      },
      additionalProperties: false,
    },
  }),
} as const
