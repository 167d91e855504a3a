import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

/** How to launch a browser for the tests, or why there is none and how to get one. */
export type TestBrowser =
  | { readonly kind: 'found'; readonly options: LaunchOptions }
  | { readonly kind: 'none'; readonly why: string }

const HOW =
  'no Chromium found: install Chromium or Google Chrome (apt-get install chromium), or give its path in CHROMIUM_PATH'

/**
 * Finds a Chromium: CHROMIUM_PATH, then the machine's own Chromium, Chrome or Edge, then on Linux the one of the
 * @sparticuz/chromium package with the libraries it brings. Under CI there must be one: it throws rather than skip.
 */
export async function findBrowser(): Promise<TestBrowser> {
  for (const options of [givenBrowser(), installedBrowser(), ...channels()]) {
    if (options && (await starts(options))) return { kind: 'found', options }
  }
  const packaged = process.platform === 'linux' && process.arch === 'x64' ? await packagedBrowser() : undefined
  if (packaged && (await starts(packaged))) return { kind: 'found', options: packaged }
  if (process.env.CI) throw new Error(HOW)
  return { kind: 'none', why: HOW }
}

/** Launches the browser that was found; whoever launches closes. */
export function launchBrowser(found: Extract<TestBrowser, { kind: 'found' }>): Promise<Browser> {
  return chromium.launch(found.options)
}

// Every host of the tests is this machine: `*.localhost` must resolve whatever the resolver thinks of it.
const ARGUMENTS = ['--host-resolver-rules=MAP *.localhost 127.0.0.1', '--disable-dev-shm-usage']

// Without its sandbox, as root and containers need: it only ever visits pages of ours.
function asFound(executablePath: string, environment: Readonly<Record<string, string>> = {}): LaunchOptions {
  return { executablePath, args: ARGUMENTS, env: { ...stringsOf(process.env), ...environment } }
}

function stringsOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function givenBrowser(): LaunchOptions | undefined {
  const given = process.env.CHROMIUM_PATH
  return given ? asFound(given) : undefined
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']

function installedBrowser(): LaunchOptions | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const path = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
  return path === undefined ? undefined : asFound(path)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function channels(): LaunchOptions[] {
  if (process.platform === 'linux') return []
  return ['chrome', 'msedge'].map((channel) => ({ channel, args: ARGUMENTS }))
}

// Needs libnss3, libnspr4 and libexpat1; where the machine lacks them, those of the package itself serve.
async function packagedBrowser(): Promise<LaunchOptions | undefined> {
  try {
    const { default: packaged, inflate } = await import('@sparticuz/chromium')
    const executable = await packaged.executablePath()
    await inflate(fileURLToPath(new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'))))
    return asFound(executable, { LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib') })
  } catch {
    return undefined
  }
}

async function starts(options: LaunchOptions): Promise<boolean> {
  try {
    const browser = await chromium.launch(options)
    await browser.close()
    return true
  } catch {
    return false
  }
}
