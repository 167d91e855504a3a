import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { countingApp, startFront } from './front-fixture.ts'
import { open, parseAnswer, writeRequest } from './raw-http.ts'

test('a page with tags is rendered once for everyone, and browsers are told to ask again', async () => {
  const { app, count } = countingApp()
  const front = await startFront(app)
  const first = await front.ask('/')
  const second = await front.ask('/')
  expect(second.body.toString()).toBe(first.body.toString())
  expect(second.headers['cache-control']).toBe('public, max-age=0, must-revalidate')
  expect(second.headers.vary).toBe('accept-encoding')
  expect(count()).toBe(1)
})

test('the tags of a page stay between the app and the front', async () => {
  const front = await startFront(countingApp('site:nievre, entry:12').app)
  for (const headers of [{}, { cookie: 'farm_session=1' }]) {
    expect((await front.ask('/', { headers })).head).not.toContain('entry:12')
  }
})

test('a bump of a tag shows the change on the next request', async () => {
  const { app } = countingApp('site:nievre, entry:12')
  const front = await startFront(app)
  await front.ask('/')
  front.epochs.bump('entry:12')
  expect((await front.ask('/')).body.toString()).toContain('<p>2</p>')
  front.epochs.bump('entry:13')
  expect((await front.ask('/')).body.toString()).toContain('<p>2</p>')
})

test('each host, protocol port and query has its own page; the order of parameters makes no other', async () => {
  const { app, count } = countingApp()
  const front = await startFront(app)
  await front.ask('/?a=1&b=2')
  await front.ask('/?b=2&a=1')
  await front.ask('/?b=2&a=1', { host: 'NIEVRE.test:80' })
  expect(count()).toBe(1)
  await front.ask('/?a=1&b=3')
  await front.ask('/?a=1&b=2', { host: 'yonne.test' })
  await front.ask('/?a=1&b=2', { host: 'nievre.test:8080' })
  expect(count()).toBe(4)
})

test('signed-in visitors and bearers of a key never see nor make a shared page', async () => {
  const { app, count } = countingApp()
  const front = await startFront(app)
  await front.ask('/')
  const signedIn = await front.ask('/', { headers: { cookie: 'farm_session=abc' } })
  expect(signedIn.headers['cache-control']).toBe('private, no-store')
  await front.ask('/', { headers: { authorization: 'Bearer k' } })
  expect(count()).toBe(3)
  expect((await front.ask('/')).body.toString()).toContain('<p>1</p>')
})

test.each([
  ['no tags', {}],
  ['a cookie', { 'farm-cache-tags': 'a', 'set-cookie': 'x=1' }],
  ['private', { 'farm-cache-tags': 'a', 'cache-control': 'private' }],
  ['another Vary', { 'farm-cache-tags': 'a', vary: 'accept-language' }],
])('an answer with %s is not shared', async (_, headers) => {
  let renders = 0
  const front = await startFront((_, res) => {
    renders += 1
    res.writeHead(200, headers).end('x')
  })
  const answer = await front.ask('/')
  await front.ask('/')
  expect(renders).toBe(2)
  expect(answer.headers['cache-control']).toMatch(/^private/)
})

test('errors and redirects to sign-in are not shared, a page not found with tags is', async () => {
  const asked: Record<string, number> = {}
  const front = await startFront((req, res) => {
    const path = req.url ?? ''
    asked[path] = (asked[path] ?? 0) + 1
    res.writeHead(Number(path.slice(1)), { 'farm-cache-tags': 'a' }).end('x')
  })
  for (const path of ['/500', '/302', '/404']) {
    await front.ask(path)
    expect((await front.ask(path)).status).toBe(Number(path.slice(1)))
  }
  expect(asked).toEqual({ '/500': 2, '/302': 2, '/404': 1 })
})

test('a hundred visitors asking at once make one rendering', async () => {
  let renders = 0
  const front = await startFront(async (_, res) => {
    renders += 1
    await wait(50)
    res.writeHead(200, { 'farm-cache-tags': 'a' }).end(`page ${renders}`)
  })
  const answers = await Promise.all(Array.from({ length: 100 }, () => front.ask('/')))
  expect(new Set(answers.map((answer) => answer.body.toString()))).toEqual(new Set(['page 1']))
  expect(renders).toBe(1)
})

test('visitors who wait for a page that turns out private each get their own', async () => {
  let renders = 0
  const front = await startFront(async (_, res) => {
    renders += 1
    const mine = renders
    await wait(30)
    res.writeHead(200).end(`page ${mine}`)
  })
  const answers = await Promise.all([1, 2, 3, 4].map(() => front.ask('/')))
  expect(new Set(answers.map((answer) => answer.body.toString())).size).toBe(4)
})

test('a page rendered while its data changed is neither kept nor given to whoever asked after the change', async () => {
  let text = 'old'
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  const front = await startFront(async (_, res) => {
    const read = text
    if (read === 'old') await gate
    res.writeHead(200, { 'farm-cache-tags': 'site:nievre' }).end(read)
  })
  const early = front.ask('/')
  await wait(30)
  text = 'new'
  front.epochs.bump('site:nievre')
  const late = front.ask('/')
  await wait(30)
  openGate()
  expect((await early).body.toString()).toBe('old')
  expect((await late).body.toString()).toBe('new')
  expect((await front.ask('/')).body.toString()).toBe('new')
})

test('when the visitor a page is rendered for leaves, the others still get it whole', async () => {
  let renders = 0
  const front = await startFront(async (_, res) => {
    renders += 1
    res.writeHead(200, { 'farm-cache-tags': 'a' })
    res.write('first half, ')
    await wait(60)
    // Astro ends its answer like this when its reader is cancelled, whole or not.
    res.end(res.destroyed ? undefined : 'second half')
  })
  const leaver = open(front.port)
  leaver.write(writeRequest('/', {}))
  await wait(20)
  const other = front.ask('/')
  await wait(10)
  leaver.destroy()
  expect((await other).body.toString()).toBe('first half, second half')
  expect((await front.ask('/')).body.toString()).toBe('first half, second half')
  expect(renders).toBe(2)
})

test('a page cut short because its only visitor left is not kept', async () => {
  const front = await startFront(async (_, res) => {
    res.writeHead(200, { 'farm-cache-tags': 'a' })
    res.write('first half, ')
    await wait(60)
    res.end(res.destroyed ? undefined : 'second half')
  })
  const leaver = open(front.port)
  leaver.write(writeRequest('/', {}))
  await wait(20)
  leaver.destroy()
  await wait(80)
  expect((await front.ask('/')).body.toString()).toBe('first half, second half')
})

test('an answer longer than the limit streams through whole and is not kept', async () => {
  let renders = 0
  const part = 'x'.repeat(40_000)
  const front = await startFront(
    (_, res) => {
      renders += 1
      res.writeHead(200, { 'farm-cache-tags': 'a' })
      for (let n = 0; n < 5; n += 1) res.write(part)
      res.end('end')
    },
    { limits: { keptBytes: 100_000 } },
  )
  for (const _ of [1, 2]) expect((await front.ask('/')).body.toString()).toBe(`${part.repeat(5)}end`)
  expect(renders).toBe(2)
})

test('a feed too long to keep is still public, and open to other sites', async () => {
  const front = await startFront(
    (_, res) => {
      res.writeHead(200, { 'content-type': 'application/rss+xml', 'farm-cache-tags': 'site:nievre' })
      res.end('x'.repeat(200))
    },
    { limits: { keptBytes: 100 } },
  )
  const { headers, head, body } = await front.ask('/rss')
  expect([headers['cache-control'], headers['cross-origin-resource-policy'], body.length]).toEqual([
    'public, max-age=0, must-revalidate',
    'cross-origin',
    200,
  ])
  expect(head).not.toContain('site:nievre')
})

test('a page whose rendering fails is asked again, and nobody waits for ever', async () => {
  let renders = 0
  const front = await startFront(async (_, res) => {
    renders += 1
    const fails = renders <= 2
    await wait(20)
    if (fails) throw new Error('no')
    res.writeHead(200, { 'farm-cache-tags': 'a' }).end('fine')
  })
  expect((await Promise.all([front.ask('/'), front.ask('/')])).map((answer) => answer.status)).toEqual([500, 500])
  expect((await front.ask('/')).body.toString()).toBe('fine')
})

test('several requests on one connection are answered in order', async () => {
  const front = await startFront((req, res) => void res.writeHead(200, { 'farm-cache-tags': 'a' }).end(req.url))
  const socket = open(front.port)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  const last = writeRequest('/c', { headers: { connection: 'close' } })
  socket.write(Buffer.concat([writeRequest('/a', {}), writeRequest('/b', {}), last]))
  await closed
  const text = Buffer.concat(chunks).toString()
  expect(
    text
      .split('HTTP/1.1 200')
      .slice(1)
      .map((part) => parseAnswer(Buffer.from(part)).body.toString()),
  ).toEqual(['/a', '/b', '/c'])
})
