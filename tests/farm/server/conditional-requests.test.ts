import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { countingApp, startFront } from './front-fixture.ts'

const BR = { 'accept-encoding': 'br' }

test('once compressed, a page leaves in the encoding the client ranks first', async () => {
  const front = await startFront(countingApp().app)
  const plain = await front.ask('/')
  await vi.waitFor(async () => expect((await front.ask('/', { headers: BR })).headers['content-encoding']).toBe('br'))
  const encodingFor = async (accept: string) => {
    const answer = await front.ask('/', { headers: { 'accept-encoding': accept } })
    return { encoding: answer.headers['content-encoding'], answer }
  }
  const br = await encodingFor('gzip, deflate, br')
  expect(br.encoding).toBe('br')
  expect(brotliDecompressSync(br.answer.body)).toEqual(plain.body)
  const gzip = await encodingFor('br;q=0.5, gzip')
  expect(gzip.encoding).toBe('gzip')
  expect(gunzipSync(gzip.answer.body)).toEqual(plain.body)
  expect((await encodingFor('br;q=0, *')).encoding).toBe('gzip')
  expect((await encodingFor('deflate')).answer.body).toEqual(plain.body)
  expect((await front.ask('/')).body).toEqual(plain.body)
})

test('a client that holds the page in any encoding gets 304, until the page changes', async () => {
  const front = await startFront(countingApp().app)
  const first = await front.ask('/')
  await vi.waitFor(async () => expect((await front.ask('/', { headers: BR })).headers['content-encoding']).toBe('br'))
  const br = await front.ask('/', { headers: BR })
  for (const held of [first.headers.etag, br.headers.etag, `W/${br.headers.etag}`, `"x", ${br.headers.etag}`, '*']) {
    const answer = await front.ask('/', { headers: { ...BR, 'if-none-match': held ?? '' } })
    expect([answer.status, answer.body.length, answer.headers.etag]).toEqual([304, 0, br.headers.etag])
    expect(answer.headers['content-type']).toBeUndefined()
  }
  front.epochs.bump('site:nievre')
  expect((await front.ask('/', { headers: { 'if-none-match': br.headers.etag ?? '' } })).status).toBe(200)
})

test('a feed answers If-Modified-Since, and an ETag that differs wins over it', async () => {
  const modified = 'Tue, 10 Nov 2026 08:00:00 GMT'
  const front = await startFront((_, res) => {
    const type = { 'content-type': 'application/rss+xml', 'last-modified': modified, 'farm-cache-tags': 'a' }
    res.writeHead(200, type).end('<rss/>')
  })
  for (const since of [modified, 'Wed, 11 Nov 2026 08:00:00 GMT']) {
    expect((await front.ask('/rss', { headers: { 'if-modified-since': since } })).status).toBe(304)
  }
  const old = { 'if-modified-since': 'Mon, 09 Nov 2026 08:00:00 GMT' }
  expect((await front.ask('/rss', { headers: old })).status).toBe(200)
  const both = { 'if-modified-since': modified, 'if-none-match': '"other"' }
  expect((await front.ask('/rss', { headers: both })).status).toBe(200)
})

test('an export that is not shared answers 304 by the ETag the app gave it', async () => {
  const front = await startFront((_, res) => {
    res.writeHead(200, { 'content-type': 'text/csv', etag: 'W/"v1"' }).end('a;b')
  })
  const headers = { cookie: 'farm_session=1', 'if-none-match': '"v1"' }
  const held = await front.ask('/x.csv', { headers })
  expect([held.status, held.body.length]).toEqual([304, 0])
  expect((await front.ask('/x.csv', { headers: { ...headers, 'if-none-match': '"v0"' } })).body.toString()).toBe('a;b')
})

test('HEAD tells what GET would, without the body, kept or not', async () => {
  const { app, count } = countingApp()
  const front = await startFront(app)
  const head = await front.ask('/', { method: 'HEAD' })
  const get = await front.ask('/')
  const again = await front.ask('/', { method: 'HEAD' })
  expect([head.body.length, again.body.length]).toEqual([0, 0])
  expect([head.headers.etag, again.headers.etag]).toEqual([get.headers.etag, get.headers.etag])
  expect(head.headers['content-length']).toBe(String(get.body.length))
  expect(count()).toBe(1)
})
