import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeColumns } from '../../../../pipeline/intake/mapping/describe-columns.ts'
import { openTable } from '../../../../pipeline/intake/mapping/open-table.ts'
import { suggestMapping } from '../../../../pipeline/intake/mapping/suggest-mapping.ts'
import { declaredType } from '../declared-types.ts'
import { readBy } from './reading-mapped.ts'

// Real files of outside systems lie beside the repository, not in it: they may not be redistributed.
const SAMPLES = new URL('../../../../../shared/samples/', import.meta.url)
const absent = !existsSync(SAMPLES)
const suite = absent
  ? 'real files by a mapping (skipped: the samples are not beside this repository)'
  : 'real files by a mapping'

interface Tried {
  readonly path: string
  readonly type: string
  readonly rows: number
  /** A row, and what it becomes. */
  readonly at: number
  readonly raw: object
  readonly mapping: object
}

const FILES: readonly Tried[] = JSON.parse(readFileSync(new URL('sample-mappings.json', import.meta.url), 'utf8'))

describe.skipIf(absent)(suite, () => {
  it.each(FILES)('$path as $type: $rows rows', async ({ path, type, rows, mapping, at, raw }) => {
    const { items } = await readBy(readFileSync(new URL(path, SAMPLES)), mapping, declaredType(type))
    expect(items).toHaveLength(rows)
    expect(items[at]?.raw).toMatchObject(raw)
    const unread = items
      .flatMap(({ problems }) => problems)
      .filter(({ code }) => code !== 'unmapped-value' && code !== 'date-pattern')
    expect(unread).toEqual([])
  })

  it.each(FILES)('$path: the mapping suggested reads as many', async ({ path, type, rows }) => {
    const bytes = readFileSync(new URL(path, SAMPLES))
    const opened = await openTable({ bytes, reading: {} })
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
    const suggested = suggestMapping(describeColumns(opened.value.table), declaredType(type), opened.value.reading)
    expect(Object.keys(suggested.fields).length).toBeGreaterThan(0)
    const { items } = await readBy(bytes, JSON.parse(JSON.stringify(suggested)), declaredType(type))
    expect(items).toHaveLength(rows)
  })
})
