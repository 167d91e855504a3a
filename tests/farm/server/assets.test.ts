import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type FakeApp, startFront } from './front-fixture.ts'

const CSS = '.row { color: var(--text) }\n'.repeat(200)
const app: FakeApp = (_, res) => void res.writeHead(404, { 'content-type': 'text/plain' }).end('from the app')

async function startWithAssets() {
  const folder = await mkdtemp(join(tmpdir(), 'assets-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'client', '_astro'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'client', '_astro', 'site.Ab12.css'), CSS)
  await writeFile(join(folder, 'client', '_astro', 'type.woff2'), Buffer.alloc(3000, 7))
  await writeFile(join(folder, 'client', 'favicon.svg'), '<svg/>')
  await symlink(join(folder, 'secret.txt'), join(folder, 'client', 'link.txt'))
  return startFront(app, { assets: [join(folder, 'client')] })
}

test('a built file has its type, its ETag and is kept for good by browsers', async () => {
  const front = await startWithAssets()
  const css = await front.ask('/_astro/site.Ab12.css?v=2')
  expect([css.status, css.body.toString()]).toEqual([200, CSS])
  expect(css.headers).toMatchObject({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  })
  expect((await front.ask('/_astro/type.woff2')).headers['content-type']).toBe('font/woff2')
  expect((await front.ask('/favicon.svg')).headers).toMatchObject({
    'content-type': 'image/svg+xml',
    'cache-control': 'public, max-age=3600',
  })
})

test('a built file is compressed once and then leaves compressed; a font never is', async () => {
  const front = await startWithAssets()
  const take = (path: string, encoding: string) => front.ask(path, { headers: { 'accept-encoding': encoding } })
  await vi.waitFor(async () =>
    expect((await take('/_astro/site.Ab12.css', 'br')).headers['content-encoding']).toBe('br'),
  )
  expect(brotliDecompressSync((await take('/_astro/site.Ab12.css', 'br')).body).toString()).toBe(CSS)
  expect(gunzipSync((await take('/_astro/site.Ab12.css', 'gzip')).body).toString()).toBe(CSS)
  expect((await take('/_astro/type.woff2', 'br')).headers['content-encoding']).toBeUndefined()
})

test('a browser that holds a file gets 304, and HEAD no body', async () => {
  const front = await startWithAssets()
  const { headers } = await front.ask('/_astro/site.Ab12.css')
  const held = await front.ask('/_astro/site.Ab12.css', { headers: { 'if-none-match': headers.etag ?? '' } })
  expect([held.status, held.body.length]).toEqual([304, 0])
  const dated = await front.ask('/favicon.svg', { headers: { 'if-modified-since': headers['last-modified'] ?? '' } })
  expect(dated.status).toBe(304)
  const head = await front.ask('/_astro/site.Ab12.css', { method: 'HEAD' })
  expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, String(CSS.length)])
})

test.each([
  ['/../secret.txt', 400],
  ['/_astro/../../secret.txt', 400],
  ['/_astro/..%2f..%2fsecret.txt', 404],
  ['/_astro/%2e%2e/%2e%2e/secret.txt', 400],
  ['/_astro/..\\..\\secret.txt', 400],
  ['/_astro/site.Ab12.css%00', 404],
  ['/link.txt', 404],
  ['/_astro', 404],
  ['/_astro/', 404],
  ['/%5fastro/site.Ab12.css', 404],
])('%s reaches no file', async (path, status) => {
  const answer = await (await startWithAssets()).ask(path)
  expect(answer.status).toBe(status)
  expect(answer.body.toString()).not.toContain('secret')
  expect(answer.body.toString()).not.toContain('.row')
})

test('a file of an earlier build is missing without asking the app, other paths are for the app', async () => {
  const front = await startWithAssets()
  expect((await front.ask('/_astro/old.css')).body.toString()).toContain('Page introuvable')
  expect((await front.ask('/agenda')).body.toString()).toBe('from the app')
  expect((await front.ask('/_astro/site.Ab12.css', { host: 'evil.test' })).status).toBe(404)
})
