import type { RequestListener } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { harvestSource } from '../../../farm/sources/harvest.ts'
import { createSource } from '../../../farm/sources/sources.ts'
import { listExchanges } from '../../../farm/storage/gateways/exchange-store.ts'
import { readSource } from '../../../farm/storage/gateways/source-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeOnBoth } from '../../databases.ts'
import { loopbackOnly, serve } from './local-server.ts'
import { smallFarm } from './small-farm.ts'

function feed(count: number): string {
  const items = Array.from({ length: count }, (_, i) => {
    return `<item><guid>g${i}</guid><title>Titre ${i}</title><description>Résumé.</description><content:encoded>Texte ${i}.</content:encoded></item>`
  })
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>J</title>${items.join('')}</channel></rss>`
}

const WHOLE = feed(10)
const BOMB = gzipSync(Buffer.alloc(32 * 1024 * 1024, 32))

// What a server may do on a bad day, and what is noted of it.
const BAD_DAYS: readonly (readonly [what: string, listener: RequestListener, noted: string])[] = [
  ['drips one byte at a time', drip, 'timeout'],
  ['says nothing at all', () => undefined, 'timeout'],
  [
    'breaks off in the middle',
    (_, response) =>
      void response.writeHead(200, { 'content-length': 90_000 }).write(WHOLE.slice(0, 900), () => response.destroy()),
    'broken-answer',
  ],
  [
    'promises more than it gives',
    (_, response) => void response.writeHead(200, { 'content-length': 90_000 }).end(WHOLE),
    'broken-answer',
  ],
  [
    'sends half a gzip',
    (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(WHOLE).subarray(0, 100)),
    'broken-answer',
  ],
  ['sends a gzip that unpacks to a gigabyte', bomb, 'too-large'],
  [
    'sends us round in circles',
    (_, response) => void response.writeHead(302, { location: '/feed' }).end(),
    'redirect-loop',
  ],
  [
    'sends us to a private address',
    (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
    'private-address',
  ],
  [
    'asks to wait (429)',
    (_, response) => void response.writeHead(429, { 'retry-after': '7200' }).end(),
    'asked-to-wait',
  ],
  [
    'is away (503)',
    (_, response) => void response.writeHead(503, { 'retry-after': '3600' }).end(WHOLE),
    'asked-to-wait',
  ],
  ['answers nothing readable', (_, response) => void response.end('{"error": true}'), 'unknown-format'],
  [
    'answers a web page',
    (_, response) => void response.end('<html><body>Maintenance</body></html>'),
    'html-instead-of-feed',
  ],
]

async function drip(...[, response]: Parameters<RequestListener>): Promise<void> {
  response.writeHead(200)
  for (const letter of WHOLE) {
    if (response.destroyed) return
    response.write(letter)
    await setTimeout(20)
  }
}

function bomb(...[, response]: Parameters<RequestListener>): void {
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB)
}

describeOnBoth('A flaky server', (open) => {
  it('loses nothing, whatever it does, and is read again once it is well', async () => {
    const farm = smallFarm(await open())
    let listener: RequestListener = (_, response) => void response.end(WHOLE)
    const url = await serve((request, response) => listener(request, response))
    // Only who is meant to be given up is given up soon, or a busy machine would be.
    const limits = { idle: 20_000, total: 40_000, bytes: 1_000_000, pause: 0 }
    const gateway = { ...farm, allowPrivate: loopbackOnly, limits }
    const wishes = { name: 'J', url: `${url}/feed`, organisation: 'nievre', serviceType: 'news', everyMinutes: 60 }
    const created = await createSource(gateway, FARM, { ...wishes, defaults: { themes: 'emploi' } })
    if (!created.ok) throw new Error(JSON.stringify(created.problems))
    const { id } = created.value
    const harvest = async () => {
      const result = await harvestSource(gateway, id, { force: true })
      return result.ok ? result.value.kind : result.problems[0]?.code
    }
    expect(await harvest()).toBe('imported')
    const before = await farm.entries()
    const noted: Record<string, string | undefined> = {}
    for (const [what, bad, noting] of BAD_DAYS) {
      listener = bad
      farm.wait(60)
      Object.assign(limits, noting === 'timeout' ? { idle: 400, total: 800 } : { idle: 20_000, total: 40_000 })
      noted[what] = await harvest()
    }
    expect(noted).toEqual(Object.fromEntries(BAD_DAYS.map(([what, , code]) => [what, code])))
    expect(await farm.entries()).toEqual(before)
    expect(await readSource(farm.storage, id)).toMatchObject({ state: 'troubled', failures: BAD_DAYS.length })
    const told = await listExchanges(farm.storage, { source: id, limit: 50 })
    expect(told.filter(({ outcome }) => outcome === 'failed')).toHaveLength(BAD_DAYS.length)

    // Half a feed says nothing of its other half.
    listener = (_, response) => void response.end(WHOLE.slice(0, WHOLE.length / 2))
    await harvest()
    listener = (_, response) => void response.end(feed(12))
    expect(await harvest()).toBe('imported')
    expect(await readSource(farm.storage, id)).toMatchObject({ state: 'active', failures: 0, quarantine: null })
    expect(await farm.entries()).toHaveLength(12)
  })
})
