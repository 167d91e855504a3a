import { expect, test } from 'vitest'
import { countingApp, startFront } from './front-fixture.ts'

test('health answers on any host, with the farm’s own account', async () => {
  const front = await startFront(countingApp().app)
  const answer = await front.ask('/healthz', { host: '10.0.0.1:4321' })
  expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
  expect(JSON.parse(answer.body.toString())).toEqual({ ok: true, database: 'ok' })
})

test('a farm that is not well, or cannot say, answers 503', async () => {
  const unwell = await startFront(countingApp().app, { health: async () => ({ ok: false, database: 'locked' }) })
  expect((await unwell.ask('/healthz')).status).toBe(503)
  const broken = await startFront(countingApp().app, { health: () => Promise.reject(new Error('secret path')) })
  const answer = await broken.ask('/healthz')
  expect([answer.status, answer.body.toString()]).toEqual([503, '{"ok":false}\n'])
})

test('counters tell answers, the fate of pages and the time of rendering', async () => {
  const front = await startFront(countingApp().app)
  await front.ask('/')
  await front.ask('/')
  await front.ask('/', { host: 'evil.test' })
  const text = (await front.ask('/metrics')).body.toString()
  expect(text).toContain('terroir_responses_total{class="2xx"} 2\n')
  expect(text).toContain('terroir_responses_total{class="4xx"} 1\n')
  expect(text).toContain('terroir_page_cache_total{outcome="hit"} 1\n')
  expect(text).toContain('terroir_page_cache_total{outcome="miss"} 1\n')
  expect(text).toContain('terroir_page_cache_pages 1\n')
  expect(text).toMatch(/terroir_renders_total 1\nterroir_render_seconds_sum 0\.\d+/)
})

test('counters are not for those who come through a proxy', async () => {
  for (const trustedProxies of [[], ['127.0.0.1']]) {
    const front = await startFront(countingApp().app, { trustedProxies })
    for (const headers of [
      { 'x-forwarded-for': '203.0.113.9' },
      { 'x-forwarded-for': '127.0.0.1' },
      { via: '1.1 proxy' },
    ]) {
      expect((await front.ask('/metrics', { headers })).body.toString()).not.toContain('terroir_')
    }
  }
})
