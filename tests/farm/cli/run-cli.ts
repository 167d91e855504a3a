import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, inject, vi } from 'vitest'
import type {} from '../../demo-template.ts'
import { ROOT } from '../../house-files.ts'

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

/** Runs real processes of `farm` on the demo, or on nothing yet; what they leave is removed after the tests. */
export function cliOn(farm: 'demo' | 'nothing'): Cli {
  // Each run is a process of its own: a test makes several.
  vi.setConfig({ testTimeout: 60_000 })
  const folder = mkdtempSync(join(tmpdir(), 'terroir-cli-'))
  const data = join(folder, 'data')
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let ready = farm === 'nothing'
  const run = (args: readonly string[], options: CliOptions = {}) => {
    if (!ready) fill(data)
    ready = true
    return start(args, { ...options, environment: { FARM_DATA: data, FARM_PORT: '0', ...options.environment } })
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
  const { PATH = '' } = process.env
  const NODE_COMPILE_CACHE = join(ROOT, 'node_modules', '.cache', 'terroir-code')
  const clean = { PATH, NODE_COMPILE_CACHE, FARM_SETTINGS: join(ROOT, 'no-settings'), ...environment }
  return spawn(process.execPath, [join(ROOT, 'farm', 'cli', 'main.ts'), ...args], { cwd: ROOT, env: clean })
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
