import { expect, test } from 'vitest'
import { startFront } from './front-fixture.ts'
import { exchange, parseAnswer } from './raw-http.ts'

const ORIGIN = 'http://nievre.test'

async function post(headers: Record<string, string>, options = {}) {
  const front = await startFront((_, res) => void res.end('done'), options)
  return { front, answer: await front.ask('/proposer', { method: 'POST', headers, body: 'a=1' }) }
}

test.each([
  ['the same origin', { origin: ORIGIN }],
  ['no origin but a browser that vouches for it', { 'sec-fetch-site': 'same-origin' }],
  ['a bearer key and no cookie', { authorization: 'Bearer k' }],
])('a post with %s passes', async (_, headers) => {
  const { answer } = await post(headers)
  expect([answer.status, answer.body.toString()]).toEqual([200, 'done'])
})

test.each([
  ['another site', { origin: 'http://evil.test' }],
  ['another site of the farm', { origin: 'http://yonne.test' }],
  ['the other protocol', { origin: 'https://nievre.test' }],
  ['another port', { origin: 'http://nievre.test:8080' }],
  ['an opaque origin', { origin: 'null' }],
  ['another origin although it claims the same site', { origin: 'http://evil.test', 'sec-fetch-site': 'same-origin' }],
  ['neither origin nor a vouching browser', {}],
  ['a sibling site by its browser’s word', { 'sec-fetch-site': 'same-site' }],
  ['a typed address', { 'sec-fetch-site': 'none' }],
  ['a key and a cookie', { authorization: 'Bearer k', cookie: 'farm_session=1' }],
  ['a password the browser may add by itself', { authorization: 'Basic eDp5' }],
])('a post from %s is refused with words, and told to the operator', async (_, headers) => {
  const { front, answer } = await post(headers)
  expect(answer.status).toBe(403)
  expect(answer.body.toString()).toContain('ne vient pas d’une page de ce site')
  expect(front.lines).toMatchObject([{ level: 'warn', code: 'foreign-origin', expected: ORIGIN }])
})

test('PUT, PATCH and DELETE are held to the same rule', async () => {
  const front = await startFront((_, res) => void res.end('done'))
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    expect((await front.ask('/', { method })).status).toBe(403)
    expect((await front.ask('/', { method, headers: { origin: ORIGIN } })).status).toBe(200)
  }
})

test('behind a trusted proxy the origin is the one the browser saw', async () => {
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9', origin: 'https://nievre.test' }
  expect((await post(headers, { trustedProxies: ['127.0.0.1'] })).answer.status).toBe(200)
  expect((await post(headers)).answer.status).toBe(403)
})

test('the farm may let a known machine post without an origin', async () => {
  const options = { acceptsForeignPost: (req: { url?: string }) => req.url === '/proposer' }
  expect((await post({}, options)).answer.status).toBe(200)
})

test('an answer to a post is never shared, whatever its tags', async () => {
  let renders = 0
  const front = await startFront((_, res) => {
    renders += 1
    res.writeHead(200, { 'farm-cache-tags': 'a' }).end('x')
  })
  const answer = await front.ask('/', { method: 'POST', headers: { origin: ORIGIN } })
  await front.ask('/', { method: 'POST', headers: { origin: ORIGIN } })
  expect([answer.headers['cache-control'], renders]).toEqual(['private, no-store', 2])
})

test('methods the farm has no use for get 405, OPTIONS only tells them', async () => {
  const front = await startFront((_, res) => void res.end('done'))
  for (const method of ['TRACE', 'PROPFIND']) {
    const answer = await front.ask('/', { method })
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'])
  }
  const connect = await exchange(front.port, 'CONNECT nievre.test:443 HTTP/1.1\r\nHost: nievre.test\r\n\r\n')
  expect(parseAnswer(connect).status).toBe(405)
  const options = await front.ask('/', { method: 'OPTIONS' })
  expect([options.status, options.body.length, options.headers['access-control-allow-origin']]).toEqual([
    204,
    0,
    undefined,
  ])
})
