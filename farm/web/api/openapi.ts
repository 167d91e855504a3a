import type { Operation, Schema } from './operation.ts'
import { OPERATIONS } from './operations.ts'
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
      description: 'Errors are problem+json (RFC 9457). Writes may carry an Idempotency-Key. Lists go on by “next”.',
    },
    servers: [{ url: base }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: SCHEMAS,
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A partner’s key: terroir_…' } },
    },
  }
}

function operationJson(operation: Operation): Record<string, unknown> {
  const { name, summary, access, parameters, takes, method } = operation
  return {
    operationId: name,
    summary: summary.en,
    description: summary.fr,
    security: access === 'key' ? [{ key: [] }] : [{}, { key: [] }],
    parameters: parameters.map(({ description, ...one }) => {
      return { ...one, required: one.in === 'path', description: description.en }
    }),
    ...(takes === undefined ? {} : { requestBody: { required: true, content: contentOf(takes) } }),
    responses: {
      ...answersOf(operation),
      ...problemsOf(operation),
      ...(method === 'GET' ? { 304: { description: 'Not modified' } } : {}),
    },
  }
}

function contentOf(takes: Schema | 'file'): Record<string, unknown> {
  return takes === 'file' ? { '*/*': { schema: {} } } : { 'application/json': { schema: takes } }
}

function answersOf({ answers }: Operation): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => {
      return [status, { description: status === '201' ? 'Made' : 'Done', content: { 'application/json': { schema } } }]
    }),
  )
}

function problemsOf({ access, path, takes, method }: Operation): Record<string, unknown> {
  const statuses = [
    ...[400, 406, 429],
    ...(access === 'key' ? [401, 403] : [401]),
    ...(path.includes('{') ? [404] : []),
    ...(path.endsWith('/{entry}') && path.startsWith('/sites') ? [410] : []),
    ...(takes === undefined ? [] : [409, 413, 415, 422]),
    ...(method === 'PUT' ? [412] : []),
  ]
  const answer = { description: 'Problem', content: { 'application/problem+json': { schema: ref('Problem') } } }
  return Object.fromEntries(statuses.sort((a, b) => a - b).map((status) => [status, answer]))
}
