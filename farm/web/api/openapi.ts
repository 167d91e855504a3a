import { wordsIn } from '../words/words.ts'
import type { Operation, Parameter, Schema } from './operation.ts'
import { OPERATION_GROUPS, OPERATIONS } from './operations.ts'
import { STATUSES } from './problem-json.ts'
import { RULES } from './rules.ts'
import { SCHEMA_EXAMPLES } from './schema-examples.ts'
import { SCHEMA_WORDS } from './schema-words.ts'
import { ref, SCHEMAS } from './schemas.ts'

/** The OpenAPI 3.1 document of the API, made of the very operations its router answers. */
export function openApi(base: string): Readonly<Record<string, unknown>> {
  const paths = [...Map.groupBy(OPERATIONS, ({ path }) => path)].map(([path, operations]) => {
    return [path, Object.fromEntries(operations.map((one) => [one.method.toLowerCase(), operationJson(one)]))]
  })
  return {
    openapi: '3.1.0',
    info: {
      ...{ title: 'Terroir', version: '1.0.0', summary: 'Sites, entries and submissions of a content farm' },
      license: { name: 'MIT', identifier: 'MIT' },
      description: manual(),
    },
    externalDocs: { url: base, description: 'The same for people, in French and in English' },
    servers: [{ url: base }],
    tags: OPERATION_GROUPS.map(({ tag, about }) => ({ name: tag, description: about })),
    paths: Object.fromEntries(paths),
    webhooks: { entryMoved: { post: WEBHOOK } },
    components: {
      schemas: Object.fromEntries(NAMES.map((name) => [name, schemaJson(name)])),
      headers: HEADERS,
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A partner’s key: terroir_…' } },
    },
  }
}

function manual(): string {
  const words = wordsIn('en')
  return [words('api.lead'), words('api.start.text'), ...RULES.map((rule) => `- ${words(`api.rule.${rule}`)}`)].join(
    '\n',
  )
}

const NAMES = Object.keys(SCHEMAS).filter((name): name is keyof typeof SCHEMAS => name in SCHEMAS)

function schemaJson(name: keyof typeof SCHEMAS): Schema {
  const schema: Schema = SCHEMAS[name]
  const properties = Object.entries(Object(schema.properties)).map(([member, one]) => {
    const description = SCHEMA_WORDS[name][member]
    return [member, description === undefined ? one : { ...Object(one), description }]
  })
  const example = SCHEMA_EXAMPLES[name]
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    ...(example === undefined ? {} : { examples: [example] }),
  }
}

function operationJson(operation: Operation): Record<string, unknown> {
  const { name, summary, about, access, takes, method } = operation
  const group = OPERATION_GROUPS.find(({ operations }) => operations.includes(operation))
  return {
    operationId: name,
    tags: group ? [group.tag] : [],
    summary: summary.en,
    ...(about?.en === undefined ? {} : { description: about.en }),
    security: access === 'key' ? [{ key: [] }] : [{}, { key: [] }],
    parameters: parametersOf(operation),
    ...(takes === undefined ? {} : { requestBody: bodyOf(operation, takes) }),
    responses: {
      ...answersOf(operation),
      ...problemsOf(operation),
      ...(method === 'GET' ? { 304: { description: 'Not modified: what you hold by this ETag still stands' } } : {}),
    },
  }
}

function parametersOf({ parameters, moreQuery, method }: Operation): readonly Record<string, unknown>[] {
  const told = parameters.map(({ description, needed, ...one }) => parameterJson({ ...one, description }, needed))
  return [...told, ...(moreQuery ? [FACETS] : []), ...(method === 'GET' ? [IF_NONE_MATCH] : [])]
}

function parameterJson({ description, ...one }: Parameter, needed = false): Record<string, unknown> {
  return { ...one, required: one.in === 'path' || needed, description: description.en }
}

const FACETS = {
  ...{ name: 'facets', in: 'query', required: false, style: 'form', explode: true },
  schema: { type: 'object', additionalProperties: { type: 'string' } },
  description: 'Any facet that listServices names for the section, each as a parameter of its own.',
}
const IF_NONE_MATCH = {
  ...{ name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' } },
  description: 'The ETag you hold: answered 304 while it stands.',
}

function bodyOf({ bodyOptional }: Operation, takes: Schema | 'file'): Record<string, unknown> {
  const file = { schema: {}, description: 'The file as it is; its format is found out.' }
  const content = takes === 'file' ? { '*/*': { schema: file.schema } } : { 'application/json': { schema: takes } }
  return { required: !bodyOptional, content, ...(takes === 'file' ? { description: file.description } : {}) }
}

function answersOf({ answers, method, path }: Operation): Record<string, unknown> {
  const paged = /EntryPage|Import"/.test(JSON.stringify(answers))
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => {
      const named = [
        ...(status === '200' ? ['ETag'] : ['ETag', 'Location']),
        ...(paged ? ['Link'] : []),
        ...(method === 'GET' ? [] : ['Idempotency-Replayed']),
        ...LIMITS,
      ]
      const description = DONE[status] ?? `Done (${path})`
      return [status, { description, headers: headersNamed(named), content: { 'application/json': { schema } } }]
    }),
  )
}

const DONE: Readonly<Record<string, string>> = { 200: 'Done', 201: 'Made', 202: 'Taken; done afterwards' }
const LIMITS = ['RateLimit', 'RateLimit-Policy']

function problemsOf({ access, path, takes, parameters }: Operation): Record<string, unknown> {
  const statuses = [
    ...[400, 406, 429, 500],
    ...(access === 'key' ? [401, 403] : [401]),
    ...(path.includes('{') ? [404] : []),
    ...(path.startsWith('/sites/') ? [403] : []),
    ...(path.endsWith('/{entry}') && path.startsWith('/sites') ? [410] : []),
    ...(takes === undefined ? [] : [409, 413, 415, 422]),
    ...(parameters.some(({ name }) => name === 'If-Match') ? [412] : []),
  ]
  const content = { 'application/problem+json': { schema: ref('Problem') } }
  const told = [...new Set(statuses)]
    .sort((a, b) => a - b)
    .map((status) => {
      const headers = headersNamed(
        status === 429 ? ['Retry-After', ...LIMITS] : status === 401 ? ['WWW-Authenticate'] : [],
      )
      return [status, { description: problemText(status), headers, content }]
    })
  return Object.fromEntries(told)
}

/** What a status may be about: the codes that lead to it. */
function problemText(status: number): string {
  const codes = [...STATUSES].flatMap(([code, one]) => (one === status ? [`\`${code}\``] : []))
  return codes.length === 0 ? 'What was sent is not accepted: `problems` says which field, and why' : codes.join(', ')
}

function headersNamed(names: readonly string[]): Record<string, Schema> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

const HEADERS = Object.fromEntries(
  Object.entries({
    ETag: 'For If-None-Match, and for If-Match before a correction.',
    Link: 'The next page, as `rel="next"`; none at the end.',
    Location: 'Where what was made is read.',
    'Idempotency-Replayed': '`true` where this is the answer given before.',
    RateLimit: 'What is left of this minute: `"minute";r=599;t=60`. Only with a key.',
    'RateLimit-Policy': 'What a minute allows: `"minute";q=600;w=60`. Only with a key.',
    'Retry-After': 'Seconds to wait.',
    'WWW-Authenticate': 'How to send a key.',
  }).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
)

const WEBHOOK = {
  operationId: 'entryMoved',
  tags: ['Webhooks'],
  summary: 'An entry came to a site you follow, was corrected there, or left it',
  description:
    'Signed by Standard Webhooks (standardwebhooks.com): `webhook-signature` holds `v1,` and the HMAC-SHA256, in base64, of ' +
    '`{webhook-id}.{webhook-timestamp}.{body}` by the secret after `whsec_`, itself base64; after a change of secret, one of ' +
    'each, by a space. Check it and the age before you believe a word. The same message keeps its `webhook-id` however often ' +
    'it is sent. Answer 2xx within fifteen seconds; anything else is tried again for nearly three days, 410 ends it.',
  parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => {
    return { name, in: 'header', required: true, schema: { type: 'string' } }
  }),
  requestBody: { required: true, content: { 'application/json': { schema: ref('WebhookMessage') } } },
  responses: { '2XX': { description: 'Taken' } },
}
