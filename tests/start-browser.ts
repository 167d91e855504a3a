import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserServer, chromium, type LaunchOptions } from 'playwright-core'

/** Why there is no browser, and how to get one. */
export const NO_BROWSER =
  'no Chromium found: install Chromium or Google Chrome (apt-get install chromium), or give its path in CHROMIUM_PATH'

/**
 * Starts the first Chromium that does start: CHROMIUM_PATH, then the machine's own Chromium, Chrome or Edge, then on Linux the one
 * of the @sparticuz/chromium package with the libraries it brings.
 */
export async function startBrowser(): Promise<BrowserServer | undefined> {
  for (const options of [givenBrowser(), installedBrowser(), ...channels()]) {
    const started = options && (await start(options))
    if (started) return started
  }
  const packaged = process.platform === 'linux' && process.arch === 'x64' ? await packagedBrowser() : undefined
  return packaged && start(packaged)
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

async function start(options: LaunchOptions): Promise<BrowserServer | undefined> {
  try {
    return await chromium.launchServer({ ...options, host: '127.0.0.1' })
  } catch {
    return undefined
  }
}
