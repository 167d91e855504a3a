import { expect, test, vi } from 'vitest'
import { createEpochs } from '../../../farm/cache/epochs.ts'
import { PageCache } from '../../../farm/cache/page-cache.ts'
import { samplePage } from './sample-page.ts'

function emptyCache(maxBytes?: number) {
  const epochs = createEpochs()
  return { epochs, cache: new PageCache(maxBytes === undefined ? { epochs } : { epochs, maxBytes }) }
}

test('a page is found until one of its tags moves, and no other tag matters', () => {
  const { epochs, cache } = emptyCache()
  const page = samplePage('a', { tags: ['site:a', 'theme:b'] })
  cache.keep('/a', page)
  epochs.bump('site:other')
  expect(cache.lookup('/a')).toBe(page)
  epochs.bump('theme:b')
  expect(cache.lookup('/a')).toBeUndefined()
  expect(cache.size).toBe(0)
  expect(cache.bytes).toBe(0)
})

test('a page whose data changed while it was rendered is not kept', () => {
  const { epochs, cache } = emptyCache()
  const begun = epochs.now()
  epochs.bump('t')
  expect(cache.keep('/a', samplePage('a', { begun }))).toBe(false)
  expect(cache.lookup('/a')).toBeUndefined()
  expect(cache.keep('/a', samplePage('a', { begun: epochs.now() }))).toBe(true)
})

test('other processes are asked before each look-up', () => {
  const refresh = vi.fn()
  const cache = new PageCache({ epochs: createEpochs({ refresh }) })
  cache.lookup('/a')
  cache.lookup('/a')
  expect(refresh).toHaveBeenCalledTimes(2)
})

test('memory stays under its bound, and pages in use outlive those nobody asks for', () => {
  const { cache } = emptyCache(100_000)
  const text = 'x'.repeat(300)
  for (let n = 0; n < 500; n += 1) {
    cache.keep(`/${n}`, samplePage(text))
    cache.lookup('/0')
  }
  expect(cache.bytes).toBeLessThanOrEqual(100_000)
  expect(cache.size).toBeGreaterThan(20)
  expect(cache.lookup('/0')).toBeDefined()
  expect(cache.lookup('/1')).toBeUndefined()
})

test('when every page is in use the bound still holds', () => {
  const { cache } = emptyCache(50_000)
  for (let n = 0; n < 100; n += 1) {
    cache.keep(`/${n}`, samplePage('x'.repeat(300)))
    cache.lookup(`/${n}`)
  }
  expect(cache.bytes).toBeLessThanOrEqual(50_000)
})

test('a page too large for the cache is not kept', () => {
  const { cache } = emptyCache(10_000)
  expect(cache.keep('/a', samplePage('x'.repeat(9_000)))).toBe(false)
})

test('the count of bytes follows compression, inflation and replacement', async () => {
  const { cache } = emptyCache()
  const page = samplePage('<p>Nevers</p>'.repeat(500))
  cache.keep('/a', page)
  await vi.waitFor(() => expect(page.variant(['br', 'identity'])?.headers).toContain('br'))
  expect(cache.bytes).toBe(page.bytes)
  await page.inflate()
  expect(cache.bytes).toBe(page.bytes)
  const other = samplePage('b')
  cache.keep('/a', other)
  expect(cache.bytes).toBe(other.bytes)
  cache.clear()
  expect([cache.bytes, cache.size]).toEqual([0, 0])
})
