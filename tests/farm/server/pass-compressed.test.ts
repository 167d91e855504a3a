import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type FakeApp, startFront } from './front-fixture.ts'
import { open, writeRequest } from './raw-http.ts'

const TEXT = '<p>À relire : réunion à Nevers.</p>'.repeat(2_000)
const SIGNED_IN = { cookie: 'farm_session=1', 'accept-encoding': 'gzip, br' }

/** Writes the text in pieces, minding back-pressure, with the given headers. */
function piecewise(headers: Record<string, string>): FakeApp {
  return async (_, res) => {
    res.writeHead(200, headers)
    for (let at = 0; at < TEXT.length; at += 1_000) {
      if (!res.write(TEXT.slice(at, at + 1_000))) await new Promise((resolve) => res.once('drain', resolve))
    }
    res.end()
  }
}

test('a private page streams compressed and reads back whole', async () => {
  const front = await startFront(piecewise({ 'content-type': 'text/html', etag: '"v1"' }))
  const { headers, body } = await front.ask('/', { headers: SIGNED_IN })
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding', etag: 'W/"v1"' })
  expect(gunzipSync(body).toString()).toBe(TEXT)
  expect(body.length).toBeLessThan(TEXT.length / 10)
})

test('a client that takes no gzip, a picture, a short text and a stream of events get their bytes as they are', async () => {
  const plain = await startFront(piecewise({ 'content-type': 'text/html' }))
  expect((await plain.ask('/', { headers: { cookie: 'farm_session=1' } })).body.toString()).toBe(TEXT)
  for (const type of ['image/png', 'text/event-stream']) {
    const front = await startFront(piecewise({ 'content-type': type }))
    expect((await front.ask('/', { headers: SIGNED_IN })).body.toString()).toBe(TEXT)
  }
  const short = await startFront((_, res) => void res.setHeader('content-type', 'text/html').end('short'))
  expect((await short.ask('/', { headers: SIGNED_IN })).body.toString()).toBe('short')
})

test('HEAD of a private page announces it without a body', async () => {
  const front = await startFront(piecewise({ 'content-type': 'text/html' }))
  const { status, body } = await front.ask('/', { method: 'HEAD', headers: SIGNED_IN })
  expect([status, body.length]).toEqual([200, 0])
})

test('a reader who leaves in the middle harms nobody', async () => {
  const front = await startFront(async (_, res) => {
    res.writeHead(200, { 'content-type': 'text/html' })
    for (let n = 0; n < 20; n += 1) {
      res.write(TEXT)
      await wait(5)
    }
    res.end()
  })
  const socket = open(front.port)
  socket.write(writeRequest('/', { headers: SIGNED_IN }))
  await wait(30)
  socket.destroy()
  await wait(150)
  expect((await front.ask('/', { headers: SIGNED_IN })).status).toBe(200)
  expect(front.lines).toEqual([])
})
