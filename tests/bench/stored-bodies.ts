import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fetchPage } from './fetch-page.ts'
import { tell } from './figure.ts'
import { startServing } from './serving.ts'

/** Counts what the server compresses while a kept page is asked for a thousand times in each encoding: `node tests/bench/stored-bodies.ts`. */
const place = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
const farm = await startServing(join(place, 'farm'))
const page = { host: 'bench-1.localhost', path: '/offres' }
await fetchPage(farm.port, page)
await sleep(500)
const before = await farm.ask('compressions', {})
for (let i = 0; i < 1_000; i += 1) {
  for (const encoding of ['gzip', 'br'])
    await fetchPage(farm.port, { ...page, headers: { 'accept-encoding': encoding } })
}
const hits = (await farm.ask('compressions', {})) - before
await fetchPage(farm.port, { ...page, path: '/offres?theme=employment' })
await sleep(500)
const fresh = (await farm.ask('compressions', {})) - before - hits
if (fresh < 2) throw new Error('the counter does not count')
tell({
  name: 'bodies compressed in 2,000 hits of a kept page',
  measured: hits,
  unit: '',
  bar: { atMost: 0 },
  note: `gzip and br asked in turn; a fresh page: ${fresh}`,
})
farm.stop()
rmSync(place, { recursive: true, force: true })
