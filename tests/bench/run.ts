import { execFileSync, fork, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Figure, holds, table } from './figure.ts'

/**
 * Runs the benches one after the other, each in a process of its own, and prints one table: `npm run bench -- [NAME …] [--json]`.
 * Names are those of `BENCHES`, or how they begin. Exits with 1 when a figure misses its bar.
 */
const BENCHES = {
  'cached-page': () => figuresOf('cached-page.ts'),
  'stored-bodies': () => figuresOf('stored-bodies.ts'),
  'uncached-list': () => figuresOf('uncached-list.ts'),
  visible: () => figuresOf('visible.ts'),
  routing: () => figuresOf('routing.ts'),
  rerouting: () => figuresOf('rerouting.ts'),
  'csv-import': importFigures,
  'batch-memory': () => figuresOf('batch-memory.ts'),
  harvest: () => figuresOf('harvest.ts'),
  lheo: () => figuresOf('lheo.ts'),
  exports: () => figuresOf('exports.ts'),
  'at-rest': () => figuresOf('at-rest.ts'),
  /** A million entries take a quarter of an hour: `node tests/bench/scale.ts 1000000x1000`. */
  scale: () => figuresOf('scale.ts'),
}

const asked = process.argv.slice(2)
const json = asked.includes('--json')
const wanted = asked.filter((one) => one !== '--json')
const folder = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
const load = [loadavg()[0] ?? 0]
try {
  const figures = await runAll()
  load.push(loadavg()[0] ?? 0)
  const busy = `load of the machine ${load.map((one) => one.toFixed(1)).join(' → ')}`
  if (json) console.log(JSON.stringify({ load, figures: figures.map((one) => ({ ...one, holds: holds(one) })) }))
  else console.log(`\n${table(figures)}\n\n${busy}`)
  if (figures.some((one) => holds(one) === false)) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function runAll(): Promise<Figure[]> {
  say('making the farm of the benches')
  execFileSync(process.execPath, [...process.execArgv, place('make-farm.ts'), folder], { stdio: 'inherit' })
  process.env.BENCH_FARM = folder
  const figures: Figure[] = []
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.some((one) => name.startsWith(one))) continue
    say(name)
    figures.push(...(await bench()))
  }
  return figures
}

function figuresOf(file: string): Promise<Figure[]> {
  const { promise, resolve } = Promise.withResolvers<Figure[]>()
  const figures: Figure[] = []
  const child = fork(place(file), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.on('message', (told: readonly Figure[]) => void figures.push(...told))
  // One that breaks is told as a miss, and the others still run.
  const broken: Figure = { name: `${file} broke`, measured: 1, unit: '', bar: { atMost: 0 } }
  child.on('exit', (code) => resolve(code === 0 ? figures : [...figures, broken]))
  return promise
}

// It also runs by itself and tells its comparison in words.
async function importFigures(): Promise<Figure[]> {
  const child = spawn(process.execPath, [...process.execArgv, place('csv-import.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const piece of child.stdout.setEncoding('utf8')) text += piece
  const times = Number(/median ratio by the clock (\d+\.\d+)/.exec(text)?.[1])
  const note = /^\d+ rows.*$/m.exec(text)?.[0] ?? ''
  return [{ name: 'CSV import, by bare inserts', measured: 1 / times, unit: '×', bar: { atLeast: 1 / 3 }, note }]
}

function place(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}

function say(text: string): void {
  process.stderr.write(`${text}…\n`)
}
