import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { type FeedReads, gatherFeedReads } from '../../../farm/server/feed-reads.ts'
import { type ServedFarm, serveFarm } from '../../../farm/server/serve-farm.ts'
import { demoFarm, describeFarmOnBoth } from '../../farms.ts'
import { ask } from './raw-http.ts'

describe('The front notes who reads feeds', () => {
  const open = demoFarm()
  let farm: Farm
  let served: ServedFarm
  beforeAll(async () => {
    farm = await open()
    served = await serveFarm(farm, { port: 0, built: new URL('../../../dist', import.meta.url).pathname, work: false })
  })
  afterAll(() => served.stop())

  it('kept pages and unchanged answers included, and writes it when it stops', async () => {
    const host = `nievre.localhost:${served.port}`
    const agent = { host, 'user-agent': 'FreshRSS/1.24.1 (Linux)' }
    const first = await ask(served.port, '/revue-de-presse.atom', { headers: agent })
    expect(first.status).toBe(200)
    await ask(served.port, '/revue-de-presse.atom', { headers: agent })
    const etag = String(first.headers.etag)
    const same = await ask(served.port, '/revue-de-presse.atom', { headers: { ...agent, 'if-none-match': etag } })
    expect(same.status).toBe(304)
    await ask(served.port, '/en/revue-de-presse.csv?theme=employment', {
      headers: { host, 'user-agent': 'curl/8.5.0' },
    })
    await ask(served.port, '/revue-de-presse', { headers: agent })
    await ask(served.port, '/sorcellerie.atom', { headers: agent })
    await ask(served.port, '/revue-de-presse.atom', { method: 'HEAD', headers: agent })
    const rows = await stopped()
    expect(rows).toEqual([
      { format: 'atom', reader: 'FreshRSS/1.24', count: 3 },
      { format: 'csv', reader: 'curl/8.5', count: 1 },
    ])
  })

  async function stopped() {
    const { feedReads } = farm.storage.tables
    const close = farm.storage.close
    let rows: readonly { format: string; reader: string; count: number }[] = []
    Object.assign(farm.storage, {
      async close() {
        const { format, reader, count } = feedReads
        rows = await farm.storage.read.select({ format, reader, count }).from(feedReads).orderBy(format)
        await close()
      },
    })
    await served.stop()
    return rows
  }
})

describeFarmOnBoth('Readers that make many names', (open) => {
  it('are counted together beyond two hundred a feed', async () => {
    const farm = await open()
    const reads: FeedReads = gatherFeedReads(farm, 1_000_000)
    for (let i = 0; i < 230; i += 1) read(reads, `hostile-${i}`)
    await reads.flush()
    for (let i = 0; i < 30; i += 1) read(reads, `other-hostile-${i}`)
    read(reads, 'hostile-0')
    await reads.stop()
    const rows = await farm.storage.read.select().from(farm.storage.tables.feedReads)
    expect(rows).toHaveLength(201)
    expect(rows.find((one) => one.reader === 'other')?.count).toBe(60)
    expect(rows.find((one) => one.reader === 'hostile-0')?.count).toBe(2)
  })
})

function read(reads: FeedReads, agent: string): void {
  const facts = { host: 'nievre.localhost', kind: 'site' } as const
  const req = { method: 'GET', url: '/revue-de-presse.rss', headers: { 'user-agent': agent } }
  Reflect.apply(reads.watch, reads, [req, facts])?.()
}
