import { hash, randomBytes } from 'node:crypto'
import { VISITOR } from '../../../pipeline/model/actor.ts'
import type { Language } from '../../../pipeline/model/local-text.ts'
import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import { inputsFolder } from '../../batches/kept-input.ts'
import { holderOf, type KeyHolder } from '../../partners/keys.ts'
import type { Turn } from '../../partners/turns.ts'
import type { Visit } from '../visit.ts'
import { answerOnce } from './answer-once.ts'
import { queryProblems } from './check-query.ts'
import { findOperation } from './find-operation.ts'
import { noteUse, turnsOf } from './gathered.ts'
import { openApi } from './openapi.ts'
import type { ApiAnswer, Call, Operation } from './operation.ts'
import { refusal } from './problem-json.ts'
import { JSON_TYPES, readRequestBody } from './read-request-body.ts'

/** Where the API stands on the desk's host. */
export const API_ROOT = '/api/v1'

/** Answers a request to the API. It honours no cookie: a key says who asks, and without one only what is for everybody is told. */
export async function answerApi(visit: Visit, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const path = (visit.asked ?? url.pathname).slice(API_ROOT.length)
  const base = visit.siteUrl('desk', API_ROOT)
  const language = languageOf(request, url.searchParams)
  if (request.method === 'OPTIONS') return preflight(path)
  try {
    const answer = await route({ visit, request, path, base, language, query: url.searchParams })
    return written(request, answer)
  } catch (error) {
    const id = randomBytes(4).toString('hex')
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(
      `${JSON.stringify({ time: new Date().toISOString(), level: 'error', code: 'api-failed', id, message })}\n`,
    )
    return written(request, refusal([{ code: 'failure-here', params: { id } }], { language, base }))
  }
}

interface Asked extends Pick<Call, 'visit' | 'language' | 'base' | 'query'> {
  readonly request: Request
  readonly path: string
}

async function route(asked: Asked): Promise<ApiAnswer> {
  const { request, path, visit } = asked
  const refused = (problems: readonly Problem[], also = {}) => refusal(problems, { ...asked, also })
  if (!isAcceptable(request)) return refused([{ code: 'not-acceptable', params: { version: 1 } }])
  if (path === '/openapi.json' && /^(?:GET|HEAD)$/.test(request.method))
    return { status: 200, body: openApi(asked.base), tags: ['api'] }
  const found = findOperation(request.method, path)
  if (found.kind === 'nothing') return refused([{ code: 'unknown-operation' }])
  if (found.kind === 'other-method') {
    const allow = [...found.methods, 'OPTIONS'].join(', ')
    return refused([{ code: 'method-not-allowed', params: { allow } }], { allow })
  }
  const holder = await holderOfRequest(visit, request)
  if (!holder.ok) return refused(holder.problems, CHALLENGE)
  const { operation } = found
  if (!holder.value && operation.access === 'key') return refused([{ code: 'no-key' }], CHALLENGE)
  const turn = holder.value && (await turnsOf(visit.farm).take(holder.value.key.id, holder.value.key.perMinute))
  if (turn && !turn.allowed) return tooMany(asked, turn)
  if (holder.value) noteUse(visit.farm, holder.value.key.id, operation.name)
  const answer = await perform(asked, { operation, params: found.params, holder: holder.value })
  return turn ? { ...answer, headers: { ...answer.headers, ...limitHeaders(turn) } } : answer
}

interface Performing {
  readonly operation: Operation
  readonly params: Readonly<Record<string, string>>
  readonly holder: KeyHolder | undefined
}

async function perform(asked: Asked, { operation, params, holder }: Performing): Promise<ApiAnswer> {
  const { request, visit } = asked
  const refused = (problems: readonly Problem[]) => refusal(problems, asked)
  const problems = queryProblems(operation, asked.query)
  if (problems.length > 0) return refusal(problems, { ...asked, status: 400 })
  const { settings, files } = visit.farm
  const aside = { folder: inputsFolder(files), max: settings.uploadBytes }
  const read = await readRequestBody(request, operation, aside)
  if (!read.ok) return refused(read.problems)
  const { bytes, body, file } = read.value
  try {
    const actor = holder?.actor ?? VISITOR
    const call: Call = { ...asked, actor, params, headers: request.headers, body, file }
    // An answer to a key is its holder's alone.
    if (!holder) return await operation.run(call)
    const run = async () => ({ ...(await operation.run(call)), tags: [] })
    if (operation.method === 'GET') return await run()
    const done = await answerOnce({ visit, key: holder.key.id, request, bytes, perform: run })
    return done.ok ? done.value : refused(done.problems)
  } finally {
    await file?.close()
  }
}

const CHALLENGE = { 'www-authenticate': 'Bearer realm="terroir"' }

async function holderOfRequest({ farm }: Visit, { headers }: Request): Promise<Result<KeyHolder | undefined>> {
  const given = headers.get('authorization')
  if (given === null) return ok(undefined)
  const [, text] = /^bearer +(\S+)\s*$/i.exec(given) ?? []
  return text === undefined ? fail({ code: 'unknown-key' }) : holderOf(farm, text)
}

// draft-ietf-httpapi-ratelimit-headers
function limitHeaders({ limit, remaining, reset }: Turn): Record<string, string> {
  return { 'ratelimit-policy': `"minute";q=${limit};w=60`, ratelimit: `"minute";r=${remaining};t=${reset}` }
}

function tooMany(asked: Asked, turn: Turn): ApiAnswer {
  const also = { ...limitHeaders(turn), 'retry-after': String(turn.reset) }
  const params = { limit: turn.limit, seconds: turn.reset }
  return refusal([{ code: 'rate-limited', params }], { ...asked, also })
}

function languageOf({ headers }: Request, query: URLSearchParams): Language {
  const asked = query.get('language')
  if (asked !== null) return asked === 'en' ? 'en' : 'fr'
  return /^\s*en\b/i.test(headers.get('accept-language') ?? '') ? 'en' : 'fr'
}

function isAcceptable({ headers }: Request): boolean {
  const accept = headers.get('accept')
  if (accept === null || accept.trim() === '') return true
  return accept.split(',').some((one) => {
    const [type = ''] = one.split(';')
    return JSON_TYPES.has(type.trim().toLowerCase()) || /^(?:\*|application)\/\*$/.test(type.trim())
  })
}

const OPEN = { 'access-control-allow-origin': '*' }

function preflight(path: string): Response {
  const methods = ['GET', 'POST', 'PUT', 'DELETE'].filter((method) => findOperation(method, path).kind === 'found')
  const readable = methods.includes('GET') || path === '/openapi.json'
  const allow = [...(readable ? ['GET', 'HEAD'] : []), ...methods.filter((one) => one !== 'GET'), 'OPTIONS'].join(', ')
  // Pages elsewhere read what is for everybody; a key has no place in one.
  const cors = readable
    ? { ...OPEN, 'access-control-allow-methods': 'GET, HEAD', 'access-control-max-age': '86400' }
    : {}
  return new Response(null, { status: 204, headers: { allow, ...cors } })
}

function written(request: Request, { status, body, headers = {}, tags = [] }: ApiAnswer): Response {
  const keyed = request.headers.has('authorization')
  const text = JSON.stringify(body)
  const etag = status === 200 ? { etag: `"${hash('sha256', text, 'base64url').slice(0, 22)}"` } : {}
  const shared = tags.length > 0 && !keyed ? { 'farm-cache-tags': tags.join(', ') } : {}
  const cors =
    keyed || !/^(?:GET|HEAD)$/.test(request.method) ? {} : { ...OPEN, 'access-control-expose-headers': 'ETag, Link' }
  const all = {
    'content-type': 'application/json; charset=utf-8',
    'api-version': '1',
    ...cors,
    ...shared,
    ...etag,
    ...headers,
  }
  return new Response(request.method === 'HEAD' ? null : text, { status, headers: all })
}
