import { expect, test } from 'vitest'
import { type FakeApp, startFront } from './front-fixture.ts'
import { exchange, parseAnswer, type RawAnswer } from './raw-http.ts'

const NAMES = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
]
const TYPES: Readonly<Record<string, string>> = {
  '/': 'text/html',
  '/rss': 'application/rss+xml',
  '/site.css': 'text/css',
  '/photo': 'image/webp',
}

const app: FakeApp = (req, res) => {
  if (req.url === '/broken') throw new Error('broken')
  const loose = {
    'content-security-policy': "default-src *; script-src 'unsafe-inline'",
    'x-content-type-options': 'none',
  }
  const tags = req.url === '/mine' ? {} : { 'farm-cache-tags': 'a' }
  res.writeHead(200, { 'content-type': TYPES[req.url ?? ''] ?? 'text/html', etag: '"1"', ...loose, ...tags }).end('x')
}

const constantPart = (answer: RawAnswer) => NAMES.map((name) => answer.head.match(new RegExp(`^${name}: .*$`, 'gim')))

test('every kind of answer carries the same policy once, whatever the app set', async () => {
  const front = await startFront(app, { limits: { bodyBytes: 5 } })
  const page = await front.ask('/')
  const { etag = '' } = page.headers
  const origin = { origin: 'http://nievre.test' }
  const answers = {
    kept: await front.ask('/'),
    unchanged: await front.ask('/', { headers: { 'if-none-match': etag } }),
    head: await front.ask('/', { method: 'HEAD' }),
    private: await front.ask('/mine'),
    unchangedPrivate: await front.ask('/mine', { headers: { 'if-none-match': '"1"' } }),
    post: await front.ask('/', { method: 'POST', headers: origin }),
    failed: await front.ask('/broken'),
    missingAsset: await front.ask('/_astro/x.css'),
    unknownHost: await front.ask('/', { host: 'evil.test' }),
    badHost: await front.ask('/', { host: 'a b' }),
    foreign: await front.ask('/', { method: 'POST' }),
    method: await front.ask('/', { method: 'TRACE' }),
    options: await front.ask('/', { method: 'OPTIONS' }),
    large: await front.ask('/', { method: 'POST', headers: origin, body: 'xxxxxxxxx' }),
    long: await front.ask(`/${'a'.repeat(9_000)}`),
    health: await front.ask('/healthz'),
    metrics: await front.ask('/metrics'),
    garbage: parseAnswer(await exchange(front.port, 'garbage\r\n\r\n')),
  }
  expect(
    Object.fromEntries(Object.entries(answers).map(([kind, answer]) => [kind, answer.status])),
  ).toMatchInlineSnapshot(`
    {
      "badHost": 400,
      "failed": 500,
      "foreign": 403,
      "garbage": 400,
      "head": 200,
      "health": 200,
      "kept": 200,
      "large": 413,
      "long": 414,
      "method": 405,
      "metrics": 200,
      "missingAsset": 404,
      "options": 204,
      "post": 200,
      "private": 200,
      "unchanged": 304,
      "unchangedPrivate": 304,
      "unknownHost": 404,
    }
  `)
  const { unchanged, ...whole } = answers
  for (const [kind, answer] of Object.entries(whole))
    expect([kind, constantPart(answer)]).toEqual([kind, constantPart(page)])
  // Of a page it holds already, its reader holds the policy too (RFC 9110, 15.4.5).
  expect(constantPart(unchanged)).toEqual(NAMES.map(() => null))
  for (const found of constantPart(page)) expect(found).toHaveLength(1)
})

test('the policy allows no inline code, no frame around, and forms to the farm’s own hosts', async () => {
  const front = await startFront(app, { domain: 'farm.test' })
  const policy = (await front.ask('/')).headers['content-security-policy'] ?? ''
  const directives = new Map(policy.split('; ').map((line): [string, string] => [line.split(' ')[0] ?? '', line]))
  expect(policy).not.toMatch(/unsafe| \*(?=[ ;]|$)|https?:/)
  expect(directives.get('default-src')).toBe("default-src 'none'")
  expect(directives.get('script-src')).toBe("script-src 'self'")
  expect(directives.get('style-src')).toBe("style-src 'self'")
  expect(directives.get('frame-ancestors')).toBe("frame-ancestors 'none'")
  expect(directives.get('form-action')).toBe("form-action 'self' farm.test:* *.farm.test:*")
})

test('feeds and pictures for everyone may be fetched by other sites, pages, styles and private answers may not', async () => {
  const front = await startFront(app)
  const policyOf = async (path: string, headers = {}) =>
    (await front.ask(path, { headers })).headers['cross-origin-resource-policy']
  expect([await policyOf('/rss'), await policyOf('/photo')]).toEqual(['cross-origin', 'cross-origin'])
  expect([await policyOf('/'), await policyOf('/site.css')]).toEqual(['same-origin', 'same-origin'])
  expect(await policyOf('/mine')).toBe('same-origin')
  expect(await policyOf('/rss', { cookie: 'farm_session=1' })).toBe('same-origin')
})

test('browsers are held to HTTPS only where the visitor came by HTTPS', async () => {
  const front = await startFront(app, { trustedProxies: ['127.0.0.1'] })
  const secure = { 'x-forwarded-proto': 'https' }
  for (const path of ['/', '/', '/mine', '/broken', '/_astro/x.css']) {
    expect((await front.ask(path, { headers: secure })).headers['strict-transport-security']).toBe('max-age=31536000')
    expect((await front.ask(path)).headers['strict-transport-security']).toBeUndefined()
  }
})
