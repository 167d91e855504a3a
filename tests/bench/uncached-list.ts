import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetchPage } from './fetch-page.ts'
import { quantile, tell } from './figure.ts'
import { type Load, measure } from './load.ts'
import { startNearEmpty } from './near-empty.ts'
import { startServing } from './serving.ts'

/**
 * Compares a list page of 30 entries that no page cache serves with the least Astro can cost, in turn on the same machine:
 * `node tests/bench/uncached-list.ts [seconds] [rounds]`. A key no page asks for keeps the page cache away.
 */
const [seconds = 1, rounds = 7] = process.argv.slice(2).map(Number)
const place = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
const [farm, empty] = [await startServing(join(place, 'farm')), await startNearEmpty()]
const host = 'bench-1.localhost'
const headers = { authorization: 'Bearer none' }
const list = { url: `http://127.0.0.1:${farm.port}/offres`, headers: { ...headers, host: `${host}:${farm.port}` } }
const hello = { url: `http://127.0.0.1:${empty.port}/`, headers: { host: `127.0.0.1:${empty.port}` } }
const heavy = { ...hello, url: `${hello.url}rows` }
const { body } = await fetchPage(farm.port, { host, path: '/offres', headers })
const rows = body.match(/class="row-title"/g)?.length ?? 0
if (rows !== 30) throw new Error(`the list shows ${rows} entries`)
const ratios = await alternate({ connections: 8, seconds })
const alone = await alternate({ connections: 1, seconds })
tell(
  {
    name: 'uncached list of 30, by a near-empty Astro page',
    measured: quantile(ratios.by, 0.5),
    unit: '×',
    bar: { atLeast: 0.5 },
    note: `by processor time ${quantile(ratios.byProcessor, 0.5).toFixed(2)}; ${quantile(ratios.list, 0.5).toFixed(0)} against ${quantile(ratios.empty, 0.5).toFixed(0)} pages/s, ${(body.length / 1000).toFixed(0)} kB; drawn before and kept until its site changes`,
  },
  {
    name: 'the same, by an Astro page of 30 rows of 2 kB',
    measured: quantile(ratios.byHeavy, 0.5),
    unit: '×',
    note: 'no database, one component, no front: what writing as much costs',
  },
  {
    name: 'uncached list of 30, one visitor, p50',
    measured: quantile(alone.p50, 0.5),
    unit: 'ms',
    bar: { atMost: 4 },
    note: 'page cache bypassed',
  },
  { name: 'the same with nothing kept, p50', measured: await cold(), unit: 'ms', note: 'rows drawn, facets counted' },
)
farm.stop()
empty.stop()
rmSync(place, { recursive: true, force: true })

async function alternate(load: Pick<Load, 'connections' | 'seconds'>) {
  const found = {
    by: [] as number[],
    byHeavy: [] as number[],
    byProcessor: [] as number[],
    list: [] as number[],
    empty: [] as number[],
    p50: [] as number[],
  }
  for (let round = 0; round <= rounds; round += 1) {
    const [from, start] = [await empty.processor(), await farm.ask('processor', {})]
    const bare = await measure({ ...hello, ...load })
    const full = await measure({ ...list, ...load })
    const [bareCost, fullCost] = [(await empty.processor()) - from, (await farm.ask('processor', {})) - start]
    const rows = await measure({ ...heavy, ...load })
    if (full.status !== 200 || bare.status !== 200) throw new Error('a page failed')
    if (round === 0) continue
    found.by.push(full.rps / bare.rps)
    found.byProcessor.push(bareCost / bare.rps / (fullCost / full.rps))
    found.byHeavy.push(full.rps / rows.rps)
    found.list.push(full.rps)
    found.empty.push(bare.rps)
    found.p50.push(full.p50)
  }
  return found
}

async function cold(): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 40; i += 1) {
    await farm.ask('forget', {})
    // The network itself is read again by whoever comes first; the page is what is timed.
    await fetchPage(farm.port, { host, path: '/nowhere', headers })
    times.push((await fetchPage(farm.port, { host, path: '/offres', headers })).ms)
  }
  return quantile(times, 0.5)
}
