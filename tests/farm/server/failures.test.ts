import { expect, test, vi } from 'vitest'
import { startFront } from './front-fixture.ts'
import { exchange, writeRequest } from './raw-http.ts'

const SECRETS = { cookie: 'farm_session=s3cret', authorization: 'Bearer s3cret' }

test('a rendering that throws gives a 500 page and a log line under the same id, without secrets', async () => {
  const front = await startFront(() => {
    throw new Error('no such column')
  })
  const answer = await front.ask('/agenda?key=s3cret', { headers: SECRETS })
  expect(answer.status).toBe(500)
  const id = /code ([0-9a-f]{8})/.exec(answer.body.toString())?.[1]
  expect(front.lines).toMatchObject([
    { level: 'error', id, method: 'GET', host: 'nievre.test', path: '/agenda', message: 'no such column' },
  ])
  expect(answer.body.toString()).not.toContain('column')
  expect(JSON.stringify(front.lines)).not.toContain('s3cret')
})

test('headers the app had prepared do not leave with the 500 page', async () => {
  const front = await startFront((_, res) => {
    res.setHeader('farm-cache-tags', 'site:nievre').setHeader('set-cookie', 'x=1')
    throw new Error('after')
  })
  expect((await front.ask('/')).head).not.toMatch(/nievre|set-cookie/)
})

test('a rendering that fails later, or whose locals do, gives the same page', async () => {
  const late = await startFront(async () => Promise.reject(new Error('late')))
  expect((await late.ask('/')).status).toBe(500)
  const locals = await startFront(() => undefined, {
    locals: () => {
      throw new Error('locals')
    },
  })
  expect((await locals.ask('/')).status).toBe(500)
  const host = await startFront(() => undefined, { knowsHost: () => Promise.reject(new Error('host')) })
  expect((await host.ask('/')).status).toBe(500)
  expect([late, locals, host].map((front) => front.lines[0]?.message)).toEqual(['late', 'locals', 'host'])
})

test('an answer that fails after its beginning is cut short, so that nobody takes it for whole', async () => {
  const front = await startFront((_, res) => {
    res.writeHead(200, { 'content-type': 'text/html' }).write('<p>half')
    throw new Error('too late')
  })
  const bytes = await exchange(front.port, writeRequest('/', {}))
  expect(bytes.toString()).not.toContain('\r\n0\r\n')
  expect(front.lines).toMatchObject([{ message: 'too late' }])
})

test('a shareable page that fails while collected gives the 500 page instead of a half', async () => {
  const front = await startFront((_, res) => {
    res.writeHead(200, { 'farm-cache-tags': 'a' }).write('<p>half')
    throw new Error('in the middle')
  })
  for (const _ of [1, 2]) {
    const answer = await front.ask('/')
    expect([answer.status, answer.body.toString().includes('half')]).toEqual([500, false])
  }
})

test('without a logger the line goes to standard error as JSON', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const front = await startFront(() => Promise.reject(new Error('x')), { logsByDefault: true })
  await front.ask('/')
  const [line] = write.mock.calls.at(-1) ?? []
  write.mockRestore()
  expect(JSON.parse(String(line))).toMatchObject({ level: 'error', code: 'render-failed', message: 'x' })
})

test('when even the app’s error page failed, its bare words are replaced by the 500 page', async () => {
  const front = await startFront((_, res) => {
    res.statusCode = 500
    res.end('Internal Server Error')
  })
  const answer = await front.ask('/')
  expect(answer.status).toBe(500)
  expect(answer.body.toString()).toContain('Une erreur est survenue')
  expect(answer.body.toString()).not.toContain('Internal')
  expect(answer.headers['content-length']).toBe(String(answer.body.length))
  const own = await startFront((_, res) => void res.writeHead(500, { 'content-type': 'text/html' }).end('my page'))
  expect((await own.ask('/')).body.toString()).toBe('my page')
})
