import { existsSync } from 'node:fs'
import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { ENGINE_ROOT } from '../settings.ts'
import { migrationState } from '../storage/openers/pending-migrations.ts'
import { instanceProblems } from './check-instances.ts'
import type { Call } from './command.ts'
import { problemLine } from './problem-lines.ts'
import { portState } from './running-farm.ts'

/** One thing looked at: `warn` can wait, `fail` cannot. */
export interface Check {
  readonly name: string
  readonly state: 'ok' | 'warn' | 'fail'
  readonly message: string
}

type Patient = Pick<Call, 'settings' | 'words'>

/** Looks at the machine, the settings and the declarations; changes nothing but an absent data folder. */
export async function machineChecks(patient: Patient): Promise<readonly Check[]> {
  return [
    checkNode(patient),
    await checkData(patient),
    await checkDisk(patient),
    checkPages(patient),
    checkDeclarations(patient),
    await checkPort(patient),
    await checkDatabase(patient),
  ]
}

function checkNode({ words }: Patient): Check {
  const { node } = process.versions
  const state = Number(node.split('.')[0]) >= 26 ? 'ok' : 'fail'
  return { name: 'node', state, message: words(`cli.doctor.node.${state}`, { version: node }) }
}

async function checkData({ settings, words }: Patient): Promise<Check> {
  const folder = settings.data
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return { name: 'data', state: 'ok', message: words('cli.doctor.data.ok', { folder }) }
  } catch {
    return { name: 'data', state: 'fail', message: words('cli.doctor.data.fail', { folder }) }
  }
}

const MEBIBYTE = 1024 * 1024

async function checkDisk({ settings, words }: Patient): Promise<Check> {
  const space = await statfs(settings.data).catch(() => null)
  if (space === null) return { name: 'disk', state: 'warn', message: words('cli.doctor.disk.unknown') }
  const free = Math.floor((space.bavail * space.bsize) / MEBIBYTE)
  const state = free < 100 ? 'fail' : free < 1024 ? 'warn' : 'ok'
  return { name: 'disk', state, message: words('cli.doctor.disk', { free }) }
}

function checkPages({ words }: Patient): Check {
  const state = existsSync(join(ENGINE_ROOT, 'dist', 'server', 'entry.mjs')) ? 'ok' : 'fail'
  return { name: 'pages', state, message: words(`cli.doctor.pages.${state}`) }
}

function checkDeclarations({ settings, words }: Patient): Check {
  const problems = instanceProblems(settings.instances)
  const name = 'declarations'
  if (problems.length === 0)
    return { name, state: 'ok', message: words('cli.doctor.declarations.ok', { folder: settings.instances }) }
  const lines = problems.slice(0, 10).map((problem) => problemLine(words, problem))
  return { name, state: 'fail', message: [words('cli.doctor.declarations.fail'), ...lines].join('\n') }
}

async function checkPort({ settings, words }: Patient): Promise<Check> {
  const found = await portState(settings.port)
  const state = found === 'taken' ? 'fail' : 'ok'
  return { name: 'port', state, message: words(`cli.doctor.port.${found}`, { port: String(settings.port) }) }
}

async function checkDatabase({ settings, words }: Patient): Promise<Check> {
  const name = 'database'
  try {
    const { dialect, pending, unknown } = await migrationState({ data: settings.data, url: settings.databaseUrl })
    if (unknown.length > 0)
      return { name, state: 'fail', message: words('cli.doctor.database.newer', { names: unknown.join(', ') }) }
    if (pending.length > 0)
      return { name, state: 'warn', message: words('cli.doctor.database.pending', { names: pending.join(', ') }) }
    return { name, state: 'ok', message: words('cli.doctor.database.ok', { dialect: DIALECTS[dialect] }) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { name, state: 'fail', message: words('cli.doctor.database.fail', { reason }) }
  }
}

const DIALECTS = { sqlite: 'SQLite', postgres: 'PostgreSQL' }
