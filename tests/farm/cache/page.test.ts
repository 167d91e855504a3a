import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { samplePage } from './sample-page.ts'

const TEXT = '<p>Une réunion à Nevers.</p>'.repeat(100)
const ANY = ['br', 'gzip', 'identity'] as const

test('a page is at hand uncompressed at once, then in both compressed forms, which read back the same', async () => {
  const page = samplePage(TEXT)
  expect(page.variant(ANY)?.body.toString()).toBe(TEXT)
  await page.compress(5)
  expect(brotliDecompressSync(page.variant(ANY)?.body ?? '').toString()).toBe(TEXT)
  expect(gunzipSync(page.variant(['gzip'])?.body ?? '').toString()).toBe(TEXT)
})

test('once compressed, the plain body is let go, and comes back for a client that takes no other', async () => {
  const page = samplePage(TEXT)
  const before = page.bytes
  await page.compress(5)
  expect(page.bytes).toBeLessThan(before)
  expect(page.variant(['identity'])).toBeUndefined()
  await page.inflate()
  expect(page.variant(['identity'])?.body.toString()).toBe(TEXT)
})

test('each encoding has its own strong ETag, all listed for comparison', async () => {
  const page = samplePage(TEXT)
  const plain = page.variant(['identity'])?.etag
  await page.compress(5)
  const etags = [plain, page.variant(['gzip'])?.etag, page.variant(['br'])?.etag]
  expect(new Set(etags).size).toBe(3)
  expect(page.etags).toEqual(etags)
  for (const etag of etags) expect(etag).toMatch(/^"[\w-]+"$/)
})

test('what does not shrink stays as it is: short texts and pictures', async () => {
  const short = samplePage('<p>Court</p>')
  const picture = samplePage(TEXT, { mediaType: 'image/png' })
  await Promise.all([short.compress(5), picture.compress(5)])
  expect(short.variant(ANY)?.headers).not.toContain('content-encoding')
  expect(picture.variant(ANY)?.headers).not.toContain('content-encoding')
})

test('a kept body owns its memory instead of holding a pool or the app’s buffer', () => {
  const source = Buffer.from(TEXT)
  const body = samplePage('', { chunks: [source] }).variant(['identity'])?.body
  source.fill(0)
  expect(body?.toString()).toBe(TEXT)
  expect(body?.buffer.byteLength).toBe(body?.byteLength)
})
