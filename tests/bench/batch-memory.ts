import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openFarm } from '../../farm/open-farm.ts'
import { readSettings } from '../../farm/settings.ts'
import { type Figure, tell } from './figure.ts'
import { trainingCsv } from './training-csv.ts'
import { trainingMapping, trainingXml } from './training-xml.ts'

const MAIN = fileURLToPath(new URL('../../farm/cli/main.ts', import.meta.url))
const WATCH = `import { isMainThread } from 'node:worker_threads'
if (isMainThread) process.on('exit', () => process.stderr.write('\\nmost memory ' + process.resourceUsage().maxRSS + ' kB\\n'))`
// As `npm run farm` starts its commands.
const AS_STARTED = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '262144',
  MALLOC_TRIM_THRESHOLD_: '262144',
}
const PROBE = `data:text/javascript,${encodeURIComponent(WATCH)}`

/**
 * A CSV rehearsed, then applied, by the command line a person types: time, and the most memory its process ever held:
 * `node tests/bench/batch-memory.ts [rows]`. A second file, refused line by line, and the same trainings as somebody's XML, read by a
 * mapping, must be no worse.
 */
const [rows = 100_000] = process.argv.slice(2).map(Number)
const data = mkdtempSync(join(tmpdir(), 'terroir-bench-'))
try {
  const file = join(data, 'trainings.csv')
  const csv = await writtenFile(file)
  const rehearsal = await imported(file, '--dry-run')
  const applied = await imported(file)
  const bad = join(data, 'bad.csv')
  // Without its title no line can be taken.
  writeFileSync(bad, csv.replace(/^(FOR-\d+);[^;]*;/gm, 'BAD-$1;;'))
  const refused = await imported(bad)
  const xml = join(data, 'trainings.xml')
  writeFileSync(xml, trainingXml(csv))
  const mapping = join(data, 'mapping.json')
  writeFileSync(mapping, trainingMapping(csv))
  const elements = await imported(xml, '--mapping', mapping, '--dry-run')
  tell(
    ...figures(`CSV of ${rows} rows, rehearsed`, rehearsal),
    ...figures(`CSV of ${rows} rows, applied`, applied),
    ...figures(`CSV of ${rows} rows, all refused`, refused),
    ...figures(`XML of ${rows} elements, rehearsed`, elements),
  )
} finally {
  rmSync(data, { recursive: true, force: true })
}

async function writtenFile(file: string): Promise<string> {
  const opened = await openFarm(readSettings({ FARM_DATA: data }))
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  const farm = opened.value
  await farm.loadNetwork('farm')
  const { gazetteer } = await farm.memory()
  const { territories } = farm.storage.tables
  const keys = await farm.storage.read.select({ key: territories.key }).from(territories)
  const places = keys.flatMap(({ key }) => gazetteer.get(key) ?? [])
  const communes = places.filter(({ key, postcodes }) => postcodes.length > 0 && isOfRegion(gazetteer.ancestors(key)))
  const csv = trainingCsv(rows, communes)
  writeFileSync(file, csv)
  await farm.close()
  return csv
}

function isOfRegion(ancestors: readonly string[]): boolean {
  return ancestors.includes('region:27')
}

interface Run {
  readonly ms: number
  readonly megabytes: number
}

function imported(file: string, ...options: readonly string[]): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<Run>()
  const asked = ['import', file, '--service-type', 'training', '--organisation', 'nievre', '--json', ...options]
  const start = performance.now()
  const child = spawn(process.execPath, ['--max-semi-space-size=8', '--import', PROBE, MAIN, ...asked], {
    env: { ...process.env, ...AS_STARTED, FARM_DATA: data },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000)
  })
  child.on('error', reject)
  child.on('close', () => {
    const kilobytes = Number(/most memory (\d+) kB/.exec(said)?.[1])
    if (Number.isNaN(kilobytes)) reject(new Error(said))
    else resolve({ ms: performance.now() - start, megabytes: kilobytes / 1024 })
  })
  return promise
}

function figures(name: string, { ms, megabytes }: Run): Figure[] {
  return [
    { name, measured: ms, unit: 'ms', note: 'the whole command' },
    {
      name: `${name}: memory`,
      measured: megabytes,
      unit: 'MB',
      bar: { atMost: 300 },
      note: 'most the process ever held',
    },
  ]
}
