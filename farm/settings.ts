import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What an operator may set, by environment or in the file `FARM_SETTINGS` names (`KEY=value` lines, `farm.env` by default). */
export interface Settings {
  /** Folder of the data: database, files. `FARM_DATA`, default `./data`. */
  readonly data: string
  /** `FARM_DATABASE_URL`: a `postgres://` address or an SQLite file; default `farm.sqlite` in the data folder. */
  readonly databaseUrl: string | undefined
  /** `FARM_DOMAIN`: sites answer at `<slug>.<domain>`, the desk at `desk.<domain>`. Default `localhost`. */
  readonly domain: string
  /** `FARM_PORT`, default 4321. */
  readonly port: number
  /** `FARM_TRUSTED_PROXIES`: addresses or CIDR ranges, by commas, whose forwarded headers are believed. Default none. */
  readonly trustedProxies: readonly string[]
  /** `FARM_WEBSUB_HUB`: address of the hub the public feeds name and that is told of their changes (W3C WebSub). Default none. */
  readonly hub: string | undefined
  /** `FARM_UPLOAD_MB`: largest file taken by an import, at the desk or by the API, in megabytes. Default 200. */
  readonly uploadBytes: number
  /** `FARM_INSTANCES`: folder of declarations; default the engine's own `instances/`. */
  readonly instances: string
}

/** Names of all settings, with the sentence the README and `doctor` print. */
export const SETTING_NAMES = [
  'FARM_DATA',
  'FARM_DATABASE_URL',
  'FARM_DOMAIN',
  'FARM_PORT',
  'FARM_TRUSTED_PROXIES',
  'FARM_WEBSUB_HUB',
  'FARM_UPLOAD_MB',
  'FARM_INSTANCES',
  'FARM_SETTINGS',
] as const

/** Root folder of the engine. */
export const ENGINE_ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Reads the settings; the environment wins over the file. Throws with a clear sentence on a value that makes no sense. */
export function readSettings(environment: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const from = { ...settingsFile(environment.FARM_SETTINGS ?? 'farm.env'), ...environment }
  const port = Number(from.FARM_PORT || 4321)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`FARM_PORT must be a port number, not "${from.FARM_PORT}"`)
  return {
    data: resolve(from.FARM_DATA || './data'),
    databaseUrl: from.FARM_DATABASE_URL || undefined,
    domain: (from.FARM_DOMAIN || 'localhost').toLowerCase(),
    port,
    trustedProxies: (from.FARM_TRUSTED_PROXIES ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    hub: hubOf(from.FARM_WEBSUB_HUB),
    uploadBytes: megabytes(from.FARM_UPLOAD_MB || '200'),
    instances: resolve(from.FARM_INSTANCES || resolve(ENGINE_ROOT, 'instances')),
  }
}

/** Address of a host of the farm as outsiders reach it, without final slash; undefined where it is only this machine's. */
export function publicOrigin({ domain }: Pick<Settings, 'domain'>, slug: string): string | undefined {
  return /(?:^|\.)localhost$/.test(domain) ? undefined : `https://${slug === '' ? '' : `${slug}.`}${domain}`
}

function hubOf(written: string | undefined): string | undefined {
  if (!written) return undefined
  const url = URL.parse(written)
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new Error(`FARM_WEBSUB_HUB must be an http address, not "${written}"`)
  return url.href
}

function megabytes(written: string): number {
  const count = Number(written)
  if (!(count >= 1 && count <= 10_000))
    throw new Error(`FARM_UPLOAD_MB must be a number of megabytes from 1 to 10000, not "${written}"`)
  return Math.floor(count * 1024 * 1024)
}

function settingsFile(path: string): Record<string, string> {
  if (!existsSync(path)) return {}
  const lines = readFileSync(path, 'utf8').split(/\r?\n/)
  const pairs = lines.map((line) => /^\s*([A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line)).filter((found) => found !== null)
  return Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, value.replace(/^(["'])(.*)\1$/, '$2')]))
}
