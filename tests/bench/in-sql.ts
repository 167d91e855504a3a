import pg from 'pg'
import { PLANNING } from '../../farm/storage/openers/open-postgres.ts'
import { quantile } from './figure.ts'

/**
 * Median milliseconds PostgreSQL itself spends on what some work asks of it, without the way there and back: its statements are overheard
 * once, and each is run again under `explain analyze`. Planning counts, but for prepared statements, which keep their plan.
 */
export async function inSql(address: string, work: () => Promise<unknown>): Promise<number> {
  const heard = await overhear(work)
  const client = new pg.Client({ connectionString: address, options: PLANNING })
  await client.connect()
  const totals: number[] = []
  for (let round = 0; round < 30; round += 1) {
    let total = 0
    for (const { text, values, isPrepared } of heard) {
      const { rows } = await client.query(`explain (analyze, timing off, format json) ${text}`, values)
      const [plan] = rows[0]['QUERY PLAN']
      total += plan['Execution Time'] + (isPrepared ? 0 : plan['Planning Time'])
    }
    totals.push(total)
  }
  await client.end()
  return quantile(totals, 0.5)
}

interface Statement {
  readonly text: string
  readonly values: unknown[]
  readonly isPrepared: boolean
}

async function overhear(work: () => Promise<unknown>): Promise<readonly Statement[]> {
  const heard: Statement[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [asked, values] = args
    const text = typeof asked === 'string' ? asked : textOf(asked)
    if (/^\s*select/i.test(text)) heard.push({ text, values: valuesOf(asked, values), isPrepared: named(asked) })
    return Reflect.apply(query, this, args)
  }
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  return heard
}

function valuesOf(asked: unknown, values: unknown): unknown[] {
  if (Array.isArray(values)) return values
  return typeof asked === 'object' && asked !== null && 'values' in asked && Array.isArray(asked.values)
    ? asked.values
    : []
}

function named(asked: unknown): boolean {
  return typeof asked === 'object' && asked !== null && 'name' in asked && typeof asked.name === 'string'
}

function textOf(asked: unknown): string {
  return typeof asked === 'object' && asked !== null && 'text' in asked ? String(asked.text) : ''
}
