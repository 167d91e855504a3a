import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetchPage } from './fetch-page.ts'
import { quantile, tell } from './figure.ts'
import { SITES } from './generate.ts'
import { startServing } from './serving.ts'

/**
 * Approves entries that 100 sites ask for while all their pages and feeds are kept, and asks each page and feed at once:
 * `node tests/bench/visible.ts [rounds]`. A sample is the time of the approval plus that of the first answer, which must
 * already show the entry.
 */
const [rounds = 5] = process.argv.slice(2).map(Number)
const place = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
const farm = await startServing(join(place, 'farm'))
const addresses = Array.from({ length: SITES }, (_, i) => `bench-${i}.localhost`).flatMap((host) => [
  { host, path: '/revue' },
  { host, path: '/revue.rss' },
])
const [oneByOne, all, approvals]: [number[], number[], number[]] = [[], [], []]
for (let round = 0; round <= rounds; round += 1) await approveOne(round)
tell(
  {
    name: 'approve → on page and feed of 100 sites, p99',
    measured: quantile(oneByOne, 0.99),
    unit: 'ms',
    bar: { atMost: 100 },
    note: `${oneByOne.length} samples: approval + first answer of one address; p50 ${quantile(oneByOne, 0.5).toFixed(1)} ms`,
  },
  { name: 'approve an entry for 100 sites, p50', measured: quantile(approvals, 0.5), unit: 'ms', note: 'committed' },
  {
    name: 'approve → all 200 pages and feeds seen',
    measured: quantile(all, 0.5),
    unit: 'ms',
    note: 'drawn one after the other by one process',
  },
)
farm.stop()
rmSync(place, { recursive: true, force: true })

async function approveOne(round: number): Promise<void> {
  const title = `Visible ${round} ${'abcdefghij'[round % 10]}`
  const entry = await farm.ask('propose', { title, place: 'departement:58' })
  for (const address of addresses) await fetchPage(farm.port, address)
  const start = performance.now()
  const approval = await farm.ask('approve', { entry })
  const answers: number[] = []
  for (const address of addresses) {
    const { status, body, ms } = await fetchPage(farm.port, address)
    if (status !== 200 || !body.includes(title)) throw new Error(`${address.host}${address.path} does not show it yet`)
    answers.push(approval + ms)
  }
  // The first round warms the code up.
  if (round === 0) return
  all.push(performance.now() - start)
  approvals.push(approval)
  oneByOne.push(...answers)
}
