import { request } from 'node:http'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Farm } from '../farm/open-farm.ts'
import { type ServedFarm, serveFarm } from '../farm/server/serve-farm.ts'
import { ENGINE_ROOT } from '../farm/settings.ts'
import { demoFarm } from './farms.ts'

const open = demoFarm()
let farm: Farm
let served: ServedFarm
const asked: string[] = []

beforeAll(async () => {
  const statement = Object.getPrototypeOf(new BetterSqlite(':memory:').prepare('select 1'))
  for (const verb of ['all', 'get', 'run', 'iterate']) {
    const original = statement[verb]
    vi.spyOn(statement, verb).mockImplementation(function (this: BetterSqlite.Statement, ...values: unknown[]) {
      // The version of the file is no query: it costs a microsecond and reads no table.
      if (!this.source.startsWith('pragma')) asked.push(this.source)
      return Reflect.apply(original, this, values)
    })
  }
  farm = await open()
  await farm.memory()
  served = await serveFarm(
    { ...farm, close: async () => undefined },
    { port: 0, built: join(ENGINE_ROOT, 'dist'), work: false },
  )
  // The bar of the demo reads its people once a process: no list costs that.
  await get('/plan-du-site')
})

afterAll(async () => {
  await served.stop()
  vi.restoreAllMocks()
})

describe('a page nobody kept', () => {
  it.each([
    ['a list', '/agenda', 5],
    ['a filtered list', '/formations?theme=training', 5],
    ['a list of some days', '/revue-de-presse?from=2026-11-01&to=2026-11-20', 5],
    ['what is to come this month', '/agenda?period=this-month', 5],
    ['the home page of ten services', '/', 5],
    ['a search', '/recherche?q=emploi', 5],
    ['a feed', '/agenda.rss', 5],
    ['a feed of some days', '/revue-de-presse.rss?from=2026-11-01', 5],
    ['a file', '/annuaire.csv', 5],
  ])('shows %s (%s) with at most %i statements', async (_name, path, most) => {
    const statements = await statementsOf(path)
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(most)
    expect(statements.length).toBeGreaterThan(0)
  })

  it('shows an entry with at most 5 statements', async () => {
    const path = /href="(\/agenda\/\d[^"]+)"/.exec((await get('/agenda')).body)?.[1] ?? ''
    expect((await statementsOf(path)).length).toBeLessThanOrEqual(5)
  })

  it('shows the second page of a list with one statement, its counts being kept', async () => {
    await get('/formations')
    const next = /href="(\?after=[^"]+)"/.exec((await get('/formations')).body)?.[1] ?? '?after=9999999999999.1'
    expect(await statementsOf(`/formations${next}`)).toHaveLength(1)
  })

  it('counts the list again once something on the site has changed', async () => {
    await get('/annuaire')
    farm.epochs.bump('site:nievre')
    // The page, what is pinned before it, and the counts.
    expect(await statementsOf('/annuaire?x=1')).toHaveLength(3)
  })
})

describe('a kept page', () => {
  it('costs no statement', async () => {
    await get('/aides')
    expect(await statementsOf('/aides')).toEqual([])
  })
})

async function statementsOf(path: string): Promise<readonly string[]> {
  asked.length = 0
  const { status } = await get(path)
  expect([200, 301]).toContain(status)
  return [...asked]
}

function get(path: string): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>()
  const host = `nievre.localhost:${served.port}`
  request({ host: '127.0.0.1', port: served.port, path, headers: { host } }, (answer) => {
    let body = ''
    answer.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
  })
    .on('error', reject)
    .end()
  return promise
}
