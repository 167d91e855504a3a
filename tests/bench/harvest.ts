import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWorker } from '../../farm/jobs/worker.ts'
import { type Farm, openFarm } from '../../farm/open-farm.ts'
import { readSettings } from '../../farm/settings.ts'
import { addSources, NEW_SOURCE } from '../../farm/storage/gateways/source-store.ts'
import { tell } from './figure.ts'

/**
 * How fast a worker harvests 1,000 feeds of 30 items of a local server, four to a host: the first time everything comes in, the
 * second nothing has changed and every answer is 304. `node tests/bench/harvest.ts [feeds]`. Goal: ten seconds for the second.
 */
const [feeds = 1000] = process.argv.slice(2).map(Number)
const PER_HOST = 4
const ITEMS = 30
const folder = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
let unchanged = 0
const server = createServer((request, response) => {
  const { url = '' } = request
  const etag = `"${url}"`
  const held = request.headers['if-none-match'] === etag
  if (held) unchanged += 1
  response.writeHead(held ? 304 : 200, { etag, 'content-type': 'application/rss+xml' }).end(held ? '' : feed(url))
})
await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
const address: AddressInfo | string | null = server.address()
const port = typeof address === 'object' && address ? address.port : 0
const farm = await freshFarm()
const first = await harvestAll()
// On a machine that is busy elsewhere some may have been late: they come in before anything is measured.
for (let again = 0; again < 5 && (await missing()) > 0; again += 1) await harvestAll()
unchanged = 0
const second = await harvestAll()
if (unchanged !== feeds) throw new Error(`${unchanged} answers of 304 for ${feeds} feeds`)
const note = (processor: number) => `${feeds} feeds of ${ITEMS} items, processor ${processor.toFixed(0)} ms`
tell(
  {
    ...{ name: 'Harvest, nothing changed', measured: second.clock, unit: 'ms', bar: { atMost: 10_000 } },
    note: note(second.processor),
  },
  { name: 'Harvest, everything new', measured: first.clock, unit: 'ms', note: note(first.processor) },
)
await farm.close()
server.closeAllConnections()
server.close()
rmSync(folder, { recursive: true, force: true })

async function freshFarm(): Promise<Farm> {
  const opened = await openFarm(readSettings({ FARM_DATA: folder, FARM_SETTINGS: join(folder, 'none') }))
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  const loaded = await opened.value.loadNetwork('farm')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const { storage, now } = opened.value
  const ids = await storage.newIds(feeds)
  const about = { organisation: 'nievre', serviceType: 'news', everyMinutes: 60, nextAt: 0, createdAt: now() }
  const sources = ids.map((id, i) => {
    const place = Math.floor(i / PER_HOST)
    const url = `http://127.1.${place >> 8}.${place & 255}:${port}/${i}`
    return { ...NEW_SOURCE, ...about, id, url, name: `Source ${i}`, defaults: { themes: 'employment' } }
  })
  await addSources(storage, sources)
  return opened.value
}

/** Feeds that did not come in yet. */
async function missing(): Promise<number> {
  const { sources } = farm.storage.tables
  const rows = await farm.storage.read.select({ etag: sources.etag }).from(sources)
  return rows.filter(({ etag }) => etag === null).length
}

/** Milliseconds of the clock, and of the processor: the second says more on a busy machine. */
async function harvestAll(): Promise<{ readonly clock: number; readonly processor: number }> {
  await farm.storage.write(async ({ db }) => void (await db.update(farm.storage.tables.sources).set({ nextAt: 0 })))
  const allowPrivate = (one: string) => one.startsWith('127.')
  const worker = startWorker(farm, { everyMs: 3_600_000, allowPrivate })
  const [start, before] = [performance.now(), process.cpuUsage()]
  await worker.idle()
  const { user, system } = process.cpuUsage(before)
  const clock = performance.now() - start
  await worker.stop()
  return { clock, processor: (user + system) / 1000 }
}

function feed(path: string): string {
  const items = Array.from({ length: ITEMS }, (_, i) => {
    const title = `Nouvelle ${i} de ${path.slice(1)}`
    return `<item><guid>${path}-${i}</guid><title>${title}</title><link>https://presse.example${path}/${i}</link><description>Un résumé de la nouvelle.</description><content:encoded>Le texte de la nouvelle ${i}.</content:encoded></item>`
  })
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Presse ${path}</title>${items.join('')}</channel></rss>`
}
