import { type ChildProcess, fork, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, inject, onTestFinished } from 'vitest'
import type {} from '../../demo-template.ts'
import { ROOT } from '../../house-files.ts'
import type { Asked, Done } from './resident.ts'

/** What one run of `farm` gave. */
export interface CliAnswer {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** What one run with `--json` gave; each test knows the shape of its own command. */
export interface CliValue {
  readonly code: number | null
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests are about
  readonly value: any
}

/** How to run it, beside its arguments. */
export interface CliOptions {
  readonly input?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** The command line on a farm of one's own. */
export interface Cli {
  /** Data folder of the farm. */
  readonly data: string
  run(args: readonly string[], options?: CliOptions): Promise<CliAnswer>
  /** Runs with `--json` and reads the one value; throws where standard output holds anything else. */
  json(args: readonly string[], options?: CliOptions): Promise<CliValue>
  /** Writes a file to give to a command, and answers with its path. */
  file(name: string, content: string | Uint8Array): string
}

/**
 * Runs `farm` on the demo, or on nothing yet; what it leaves is removed after the tests. The first run of each command is a process
 * of its own, which has to end by itself; the later ones are left to a process that stays, for most of a run is reading the code.
 */
export function cliOn(farm: 'demo' | 'nothing'): Cli {
  const met = new Set<string>()
  const resident = stayingProcess()
  const folder = mkdtempSync(join(tmpdir(), 'terroir-cli-'))
  const data = join(folder, 'data')
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let ready = farm === 'nothing'
  const run = (args: readonly string[], options: CliOptions = {}) => {
    if (!ready) fill(data)
    ready = true
    const asked = { ...options, environment: { FARM_DATA: data, FARM_PORT: '0', ...options.environment } }
    const [command = ''] = args
    const known = met.has(command)
    met.add(command)
    return known && command !== 'serve' ? resident(args, asked) : start(args, asked)
  }
  return {
    data,
    run,
    async json(args, options) {
      const { code, out, err } = await run([...args, '--json'], options)
      if (out.trim().split('\n').length !== 1) throw new Error(`not one value: ${out}\n${err}`)
      if (out.trim() === '') throw new Error(`no value: ${err}`)
      return { code, value: JSON.parse(out) }
    },
    file(name, content) {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
  }
}

/** Starts `farm` and leaves it running, as `serve` does. */
export function spawnCli(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const options = { cwd: ROOT, env: clean(environment) }
  const child = spawn(process.execPath, [join(ROOT, 'farm', 'cli', 'main.ts'), ...args], options)
  // A test that fails does not get to the end of what it started.
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

function clean(environment: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = '' } = process.env
  const NODE_COMPILE_CACHE = join(ROOT, 'node_modules', '.cache', 'terroir-code')
  return { PATH, NODE_COMPILE_CACHE, FARM_SETTINGS: join(ROOT, 'no-settings'), ...environment }
}

function fill(data: string): void {
  mkdirSync(data, { recursive: true })
  copyFileSync(inject('demo').sqlite, join(data, 'farm.sqlite'))
}

function start(args: readonly string[], { input = '', environment = {} }: CliOptions): Promise<CliAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawnCli(args, environment)
    let [out, err] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
    // A command that fails before reading leaves its input unread.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

type Staying = (args: readonly string[], options: CliOptions) => Promise<CliAnswer>

function stayingProcess(): Staying {
  let child: ChildProcess | undefined
  let runs = 0
  afterAll(() => void child?.kill('SIGKILL'))
  const begin = () =>
    fork(join(ROOT, 'tests', 'farm', 'cli', 'resident.ts'), {
      cwd: ROOT,
      env: clean({}),
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }).setMaxListeners(0)
  return (args, { input = '', environment = {} }) =>
    new Promise((resolve, reject) => {
      child ??= begin()
      runs += 1
      const asked: Asked = { run: runs, args, input, environment: clean(environment) }
      const ended = (code: number | null) => reject(new Error(`the process that stays ended with ${code}`))
      const told = (done: Done) => {
        if (done.run !== asked.run) return
        child?.off('message', told).off('exit', ended)
        resolve({ code: done.code, out: done.out, err: done.err })
      }
      child.on('message', told).once('exit', ended).send(asked)
    })
}
