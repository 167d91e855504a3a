import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Farm, openFarm } from '../../farm/open-farm.ts'
import { serveFarm } from '../../farm/server/serve-farm.ts'
import { ENGINE_ROOT, readSettings } from '../../farm/settings.ts'
import { type Figure, tell } from './figure.ts'
import { makeScaleFarm } from './scale-farm.ts'

/**
 * Takes a list of 100,000 entries out over HTTP, as CSV and as XML, and tells what the server gains in memory after the first tenth of
 * it: `node tests/bench/exports.ts [entries]`.
 */
const FORMATS = ['csv', 'xml'] as const
const [role = '', folder = '', wanted = ''] = process.argv.slice(2)
if (role === 'make') await make(folder, Number(wanted))
else if (role === 'serve') await serve(folder)
else await measure(Number(role || 100_000))

async function measure(entries: number): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
  const self = fileURLToPath(import.meta.url)
  // In a process of its own: what making the farm took would hide what serving it takes.
  await once(fork(self, ['make', place, String(entries)]), 'exit')
  const child = fork(self, ['serve', place])
  const [port] = await once(child, 'message')
  const figures: Figure[] = []
  for (const format of FORMATS) figures.push(await take(child, { port, format, entries }))
  tell(...figures)
  child.kill()
  rmSync(place, { recursive: true, force: true })
}

interface Taking {
  readonly port: number
  readonly format: (typeof FORMATS)[number]
  readonly entries: number
}

async function take(child: ChildProcess, { port, format, entries }: Taking): Promise<Figure> {
  const start = performance.now()
  const headers = { host: `scale-0.localhost:${port}` }
  const [answer] = await once(get({ host: '127.0.0.1', port, path: `/s0.${format}`, headers }), 'response')
  let lines = 0
  let bytes = 0
  let early: number | undefined
  for await (const piece of answer) {
    bytes += piece.length
    for (const one of piece) if (one === 10) lines += 1
    if (early === undefined && lines > entries / 10) early = await ask(child)
  }
  if (lines < entries) throw new Error(`${format}: ${lines} lines for ${entries} entries`)
  const peak = await ask(child)
  const gained = peak - (early ?? 0)
  const seconds = (performance.now() - start) / 1000
  const rate = `${(entries / seconds).toFixed(0)} entries/s, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s`
  return {
    name: `memory gained while ${entries.toLocaleString('en')} entries leave as ${format}`,
    measured: gained,
    unit: 'MB',
    bar: { atMost: 64 },
    note: `peak of the server, ${peak.toFixed(0)} MB, over its peak until the first tenth; ${rate}`,
  }
}

async function ask(child: ChildProcess): Promise<number> {
  const answered = once(child, 'message')
  child.send('peak')
  return (await answered)[0]
}

async function open(place: string): Promise<Farm> {
  const opened = await openFarm(readSettings({ FARM_DATA: place, FARM_SETTINGS: '/nowhere' }))
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  return opened.value
}

async function make(place: string, entries: number): Promise<void> {
  const farm = await open(place)
  await makeScaleFarm(farm, { entries, sites: 1, whole: true })
  await farm.close()
  process.exit()
}

async function serve(place: string): Promise<void> {
  const served = await serveFarm(await open(place), { port: 0, built: join(ENGINE_ROOT, 'dist'), work: false })
  let peak = 0
  setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss() / 1e6)
  }, 20)
  process.on('message', () => process.send?.(peak))
  process.on('disconnect', () => process.exit())
  process.send?.(served.port)
}
