import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { parseHost } from '../../../farm/server/host.ts'
import { type FakeApp, startFront } from './front-fixture.ts'
import { exchange, parseAnswer } from './raw-http.ts'

const TRUSTED = { trustedProxies: ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'] }

/** Answers with what it was told and the headers it saw. */
const mirror: FakeApp = (req, res, locals) => void res.end(JSON.stringify({ ...locals, seen: seenBy(req) }))

function seenBy(req: IncomingMessage) {
  return { headers: req.headers, raw: req.rawHeaders.join('\n'), url: req.url }
}

async function told(headers: Record<string, string>, options = {}, host = 'nievre.test:4321') {
  const front = await startFront(mirror, options)
  const answer = await front.ask('/', { host, headers })
  return JSON.parse(answer.body.toString())
}

test.each([
  ['Nievre.TEST', { name: 'nievre.test', port: '' }],
  ['nievre.test.:080', { name: 'nievre.test', port: '80' }],
  ['xn--nivre-5ra.test:', { name: 'xn--nivre-5ra.test', port: '' }],
  ['127.0.0.1:4321', { name: '127.0.0.1', port: '4321' }],
  ['[::1]:4321', { name: '[::1]', port: '4321' }],
])('the host %s is understood', (raw, host) => {
  expect(parseHost(raw)).toEqual(host)
})

test.each([
  '',
  'nièvre.test',
  'a b',
  'a..b',
  '-a.test',
  'a.test:99999',
  'a.test:x',
  'user@a.test',
  'a.test/b',
  'a'.repeat(300),
])('the host %j is refused', (raw) => {
  expect(parseHost(raw)).toBeNull()
})

test('a site that is not of the farm gets a small 404 page, in the language asked for', async () => {
  const front = await startFront(mirror)
  const french = await front.ask('/', { host: 'evil.test' })
  expect(french.status).toBe(404)
  expect(french.body.toString()).toContain('Site inconnu')
  const english = await front.ask('/', { host: 'evil.test', headers: { 'accept-language': 'en-GB,en' } })
  expect(english.body.toString()).toContain('Unknown site')
})

test('a host that is missing or makes no sense gets 400', async () => {
  const front = await startFront(mirror)
  expect((await front.ask('/', { host: 'ni vre' })).status).toBe(400)
  const bare = await exchange(front.port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')
  expect(parseAnswer(bare).status).toBe(400)
  const twice = await exchange(
    front.port,
    'GET / HTTP/1.1\r\nHost: nievre.test\r\nhost: evil.test\r\nConnection: close\r\n\r\n',
  )
  expect(parseAnswer(twice).status).toBe(400)
})

test('a look-up of the host may take its time', async () => {
  const front = await startFront(mirror, { knowsHost: async (host) => (host === 'slow.test' ? 'site' : null) })
  expect((await front.ask('/', { host: 'slow.test' })).status).toBe(200)
  expect((await front.ask('/', { host: 'nievre.test' })).status).toBe(404)
})

test('targets that would name another site are refused', async () => {
  const front = await startFront(mirror)
  for (const target of ['http://evil.test/', '//evil.test/', '/\\evil.test', 'evil']) {
    expect((await front.ask(target)).status).toBe(400)
  }
})

test('targets that would be another path once read are refused, so that what is let in by its beginning is that', async () => {
  const front = await startFront(mirror, { acceptsForeignPost: ({ url = '' }) => url.startsWith('/api/') })
  for (const target of ['/api/../queue', '/api/%2e%2E/queue', '/api\\..\\queue', '/api/v1/..', '/./api/']) {
    const answer = await front.ask(target, { method: 'POST', headers: { cookie: 'terroir=1' } })
    expect(answer.status, target).toBe(400)
  }
  for (const target of ['/api/a..b', '/api/...', '/.well-known/x', '/api/x?to=/../queue'])
    expect((await front.ask(target)).status, target).toBe(200)
})

test('forged forwarding headers change nothing and do not reach the app', async () => {
  const forged = {
    'X-Forwarded-For': '1.2.3.4',
    'X-Forwarded-Host': 'yonne.test',
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Port': '443',
    'X-Real-IP': '1.2.3.4',
    Forwarded: 'for=1.2.3.4;host=yonne.test;proto=https',
  }
  const { facts, seen } = await told(forged)
  expect(facts).toMatchObject({
    host: 'nievre.test',
    authority: 'nievre.test:4321',
    protocol: 'http',
    clientIp: '127.0.0.1',
  })
  expect(seen.headers.host).toBe('nievre.test:4321')
  expect(seen.raw).not.toMatch(/1\.2\.3\.4|yonne|443/)
  for (const name of [
    'forwarded',
    'x-real-ip',
    'x-forwarded-host',
    'x-forwarded-port',
    'x-forwarded-for',
    'x-forwarded-proto',
  ])
    expect(seen.headers).not.toHaveProperty(name)
})

test('a trusted proxy tells the client, the protocol and the host', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'Yonne.test' }
  const { facts, seen } = await told(headers, TRUSTED)
  expect(facts).toEqual({
    host: 'yonne.test',
    authority: 'yonne.test',
    protocol: 'https',
    origin: 'https://yonne.test',
    kind: 'site',
    clientIp: '203.0.113.9',
  })
  expect(seen.headers).toMatchObject({
    host: 'yonne.test',
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-proto': 'https',
  })
  expect(seen.headers).not.toHaveProperty('x-forwarded-host')
})

test('what a client wrote before the trusted proxies is not believed', async () => {
  const chain = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.0.0.2', 'x-forwarded-proto': 'http, https, http' }
  const { facts } = await told(chain, TRUSTED)
  expect(facts).toMatchObject({ clientIp: '203.0.113.9', protocol: 'https' })
})

test('addresses with ports, IPv6 and IPv4 in IPv6 are read; a word that is no address ends the chain', async () => {
  expect((await told({ 'x-forwarded-for': '[2001:db9::7]:5555' }, TRUSTED)).facts.clientIp).toBe('2001:db9::7')
  expect((await told({ 'x-forwarded-for': '203.0.113.9:80' }, TRUSTED)).facts.clientIp).toBe('203.0.113.9')
  expect((await told({ 'x-forwarded-for': '203.0.113.9, ::ffff:10.1.1.1' }, TRUSTED)).facts.clientIp).toBe(
    '203.0.113.9',
  )
  expect((await told({ 'x-forwarded-for': '203.0.113.9, unknown' }, TRUSTED)).facts.clientIp).toBe('127.0.0.1')
})

test('a forwarded host is checked like any other', async () => {
  const front = await startFront(mirror, TRUSTED)
  expect((await front.ask('/', { headers: { 'x-forwarded-host': 'evil.test' } })).status).toBe(404)
  expect((await front.ask('/', { headers: { 'x-forwarded-host': 'a b' } })).status).toBe(400)
})

test('a trusted proxy that is no address stops the start', async () => {
  await expect(startFront(mirror, { trustedProxies: ['proxy.local'] })).rejects.toThrow(/proxy\.local/)
})
