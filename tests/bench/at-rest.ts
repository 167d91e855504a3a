import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ENGINE_ROOT } from '../../farm/settings.ts'
import { fetchPage } from './fetch-page.ts'
import { type Figure, tell } from './figure.ts'

/**
 * Starts the demo as `npm start` does, reads five pages, waits, and asks Linux how much memory it holds; then starts it
 * again, as on any later day: `node tests/bench/at-rest.ts [seconds]`.
 */
const [seconds = 10] = process.argv.slice(2).map(Number)
const place = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
const flags = process.execArgv.join(' ') || 'no flags'
if (existsSync('/proc/self/status')) {
  const first = await weigh()
  tell(
    ...first.slice(0, 1).map((one) => ({ ...one, name: 'memory after the first start, demo made' })),
    ...(await weigh(true)),
  )
} else console.error('at-rest: needs Linux')
rmSync(place, { recursive: true, force: true })

async function weigh(judged = false): Promise<Figure[]> {
  const start = performance.now()
  const { child, port } = await startFarm()
  const ready = performance.now() - start
  for (const path of ['/', '/formations', '/agenda', '/agenda.rss', '/annuaire'])
    await fetchPage(port, { host: 'nievre.localhost', path })
  await sleep(seconds * 1000)
  const megabytes = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  await ended
  const note = `VmRSS ${seconds} s after 5 pages; ${flags}`
  return [
    { name: 'memory at rest', measured: megabytes, unit: 'MB', note, ...(judged ? { bar: { atMost: 150 } } : {}) },
    {
      name: 'a later start listens after',
      measured: ready,
      unit: 'ms',
      note: 'by itself, without the checks of npm start',
    },
  ]
}

async function startFarm(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const main = join(ENGINE_ROOT, 'farm', 'cli', 'main.ts')
  const env = {
    ...process.env,
    FARM_DATA: place,
    FARM_SETTINGS: join(place, 'none'),
    FARM_DOMAIN: 'localhost',
    FARM_PORT: '0',
  }
  const args = [...process.execArgv, main, 'serve', '--demo', '--json']
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = await once(child.stdout, 'data')
  return { child, port: JSON.parse(String(line)).port }
}
