import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { is, Placeholder } from 'drizzle-orm'
import pg from 'pg'
import { beforeAll, expect, it } from 'vitest'
import { countList } from '../../../farm/lists/count-list.ts'
import { listConditions, listValues } from '../../../farm/lists/list-conditions.ts'
import { listEntries } from '../../../farm/lists/list-entries.ts'
import type { ListRequest } from '../../../farm/lists/list-request.ts'
import { listState } from '../../../farm/lists/list-state.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { describeFarmOnBoth } from '../../farms.ts'

describeFarmOnBoth('A list asked for some days', (open) => {
  let farm: Farm
  let request: ListRequest
  let whole: readonly number[]
  beforeAll(async () => {
    farm = await open()
    const sections = (await farm.memory()).sites.subscriptions('nievre')
    const id = sections.find(({ slug }) => slug === 'revue-de-presse')?.id ?? 0
    request = { subscriptions: [id], terms: [], query: '', upcoming: false, limit: 1_000 }
    whole = (await listEntries(farm.storage, request)).items.map(({ entry }) => entry.sortAt)
  })

  it('holds what its order dates from the first instant to the one before the last, and counts it so', async () => {
    const [until = 0, from = 0] = [whole.at(2), whole.at(-3)]
    const asked = { ...request, period: { from, until } }
    const found = (await listEntries(farm.storage, asked)).items.map(({ entry }) => entry.sortAt)
    expect(found).toEqual(whole.filter((at) => at >= from && at < until))
    expect(found.length).toBeGreaterThan(0)
    expect((await countList(farm.storage, asked)).total).toBe(found.length)
    expect((await listState(farm.storage, asked)).updatedAt).toBeGreaterThan(0)
  })

  it('may have one end only, and pages as any other', async () => {
    const from = whole.at(4) ?? 0
    const first = await listEntries(farm.storage, { ...request, period: { from }, limit: 3 })
    const then = await listEntries(farm.storage, {
      ...{ ...request, period: { from } },
      ...{ limit: 30, after: first.next ?? undefined },
    })
    const paged = [...first.items, ...then.items].map(({ entry }) => entry.sortAt)
    expect(paged).toEqual(whole.filter((at) => at >= from))
    const until = await listEntries(farm.storage, { ...request, period: { until: from } })
    expect(until.items).toHaveLength(whole.length - paged.length)
  })

  it('leaves a section that ends after its first ones its end', async () => {
    const from = whole.at(-1) ?? 0
    const found = await listEntries(farm.storage, { ...request, most: 2, period: { from } })
    expect(found.items.map(({ entry }) => entry.sortAt)).toEqual(whole.slice(0, 2))
  })

  it('is looked up in the index of the list, which both ends bound', async () => {
    const plan = await planOf(farm, { ...request, period: { from: 1, until: 2 } })
    expect(plan).toMatch(/deliveries_list/)
    expect(plan).toMatch(/sort_at"?\s*>[\s\S]*sort_at"?\s*</)
  })
})

async function planOf({ storage, settings }: Farm, request: ListRequest): Promise<string> {
  const { read, tables, dialect } = storage
  const { deliveries } = tables
  const conditions = listConditions(storage, request)
  const query = read.select({ entry: deliveries.entry }).from(deliveries).where(conditions).toSQL()
  const named = new Map<string, unknown>(Object.entries(listValues(request)))
  const values = query.params.map((one) => (is(one, Placeholder) ? named.get(String(Reflect.get(one, 'name'))) : one))
  return dialect === 'sqlite'
    ? planOnSqlite(join(settings.data, 'farm.sqlite'), query.sql, values)
    : planOnPostgres(settings.databaseUrl ?? '', query.sql, values)
}

function planOnSqlite(file: string, text: string, values: unknown[]): string {
  const database = new BetterSqlite(file, { readonly: true })
  const lines = database.prepare(`explain query plan ${text}`).all(...values)
  database.close()
  return JSON.stringify(lines)
}

async function planOnPostgres(address: string, text: string, values: unknown[]): Promise<string> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  // A demo is so small that reading all of it is cheaper: what is asked here is whether the index could serve.
  await client.query('set enable_seqscan = off')
  await client.query('set enable_bitmapscan = off')
  const { rows } = await client.query(`explain ${text}`, values)
  await client.end()
  return JSON.stringify(rows)
}
