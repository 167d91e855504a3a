import { setTimeout as wait } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { type FakeApp, startFront } from './front-fixture.ts'
import { exchange, open, parseAnswer, writeRequest } from './raw-http.ts'

const ORIGIN = { origin: 'http://nievre.test' }
const SMALL = { limits: { bodyBytes: 10_000 } }
const CHUNK = `400\r\n${'x'.repeat(1024)}\r\n`

/** Reads the body and answers its length. */
const reader: FakeApp = async (req, res) => {
  let length = 0
  for await (const chunk of req) length += chunk.length
  res.end(String(length))
}

function chunked(...rest: string[]): Buffer {
  const headers = { ...ORIGIN, 'transfer-encoding': 'chunked', connection: 'close' }
  return Buffer.concat([writeRequest('/', { method: 'POST', headers }), Buffer.from(rest.join(''))])
}

test('a body within the limit arrives whole, declared or chunked', async () => {
  const front = await startFront(reader, SMALL)
  const declared = await front.ask('/', { method: 'POST', headers: ORIGIN, body: 'x'.repeat(10_000) })
  expect(declared.body.toString()).toBe('10000')
  const bytes = await exchange(front.port, chunked(CHUNK.repeat(9), '0\r\n\r\n'))
  expect(parseAnswer(bytes).body.toString()).toBe('9216')
})

test('a body declared too large is refused before the app sees it, and the connection ends', async () => {
  const app = vi.fn(reader)
  const front = await startFront(app, SMALL)
  const answer = await front.ask('/', { method: 'POST', headers: ORIGIN, body: 'x'.repeat(10_001) })
  expect([answer.status, answer.headers.connection]).toEqual([413, 'close'])
  expect(app).not.toHaveBeenCalled()
})

test('a client that asks first is not invited to send a body that is too large', async () => {
  const front = await startFront(reader, SMALL)
  const expecting = (length: number) =>
    writeRequest('/', {
      method: 'POST',
      headers: { ...ORIGIN, expect: '100-continue', 'content-length': String(length) },
    })
  const socket = open(front.port)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.write(expecting(20_000))
  await vi.waitFor(() => expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 413/))
  socket.destroy()
  const other = open(front.port)
  const [first] = await Promise.all([
    new Promise((resolve) => other.once('data', resolve)),
    other.write(expecting(2_000)),
  ])
  expect(String(first)).toMatch(/^HTTP\/1\.1 100/)
  other.destroy()
})

test('a chunked body is cut once it grows too large, without an end and without being held in memory', async () => {
  let got = 0
  const front = await startFront(async (req, res) => {
    for await (const chunk of req) got += chunk.length
    res.end('never')
  }, SMALL)
  const socket = open(front.port)
  const chunks: Buffer[] = []
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.write(chunked(CHUNK.repeat(8)))
  await wait(30)
  for (let n = 0; n < 100; n += 1) socket.write(CHUNK)
  await vi.waitFor(() => expect(chunks).not.toHaveLength(0))
  const answer = parseAnswer(Buffer.concat(chunks))
  expect([answer.status, answer.headers.connection]).toEqual([413, 'close'])
  await closed
  expect(got).toBeLessThanOrEqual(10_000)
  expect(front.lines).toEqual([])
})

test('a body that does not arrive in time gets 408 and is given up', async () => {
  const front = await startFront(reader, { limits: { requestMs: 300, headersMs: 200 } })
  const headers = { ...ORIGIN, 'content-length': '100' }
  const bytes = await exchange(front.port, writeRequest('/', { method: 'POST', headers }))
  expect(parseAnswer(bytes).status).toBe(408)
})

test('who only reads, yet announces a body that never arrives, is let go as soon as others', async () => {
  const front = await startFront(reader, { limits: { requestMs: 300, headersMs: 200, uploadMs: 60_000 } })
  const headers = { 'content-length': '100' }
  expect(parseAnswer(await exchange(front.port, writeRequest('/', { method: 'GET', headers }))).status).toBe(408)
})

test('a head that does not arrive in time gets 408', async () => {
  const front = await startFront(reader, { limits: { requestMs: 400, headersMs: 200 } })
  expect(parseAnswer(await exchange(front.port, 'GET / HTTP/1.1\r\nHost: nie')).status).toBe(408)
})

test('a long address gets 414, a long head 431, and what is not HTTP 400', async () => {
  const front = await startFront(reader)
  expect((await front.ask(`/${'a'.repeat(8_200)}`)).status).toBe(414)
  expect((await front.ask(`/${'a'.repeat(8_000)}`)).status).toBe(200)
  expect((await front.ask('/', { headers: { 'x-long': 'a'.repeat(30_000) } })).status).toBe(431)
  expect(parseAnswer(await exchange(front.port, 'hello\r\n\r\n')).status).toBe(400)
})

const UPLOADS = {
  takesUpload: ({ url }: { readonly url?: string | undefined }) => url === '/import',
  limits: { bodyBytes: 10_000, uploadBytes: 100_000, requestMs: 300, headersMs: 200, stillMs: 400, uploadMs: 5_000 },
}

test('where whole files are taken a body may be longer, within a limit of its own', async () => {
  const front = await startFront(reader, UPLOADS)
  const post = (target: string, length: number) =>
    front.ask(target, { method: 'POST', headers: ORIGIN, body: 'x'.repeat(length) })
  expect((await post('/import', 100_000)).body.toString()).toBe('100000')
  expect((await post('/import', 100_001)).status).toBe(413)
  expect((await post('/other', 10_001)).status).toBe(413)
})

test('a file may take longer to arrive than other bodies, and is given up once it stands still', async () => {
  const front = await startFront(reader, UPLOADS)
  const headers = { ...ORIGIN, 'content-length': '400', connection: 'close' }
  const socket = open(front.port)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.write(writeRequest('/import', { method: 'POST', headers }))
  for (let n = 0; n < 4; n += 1) {
    await wait(150)
    socket.write('x'.repeat(100))
  }
  await closed
  expect(parseAnswer(Buffer.concat(chunks)).body.toString()).toBe('400')
  const still = await exchange(front.port, writeRequest('/import', { method: 'POST', headers }))
  expect(parseAnswer(still).status).toBe(408)
})
