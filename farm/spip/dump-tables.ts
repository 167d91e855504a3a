import { repairedText } from '../../pipeline/intake/spip/repaired-text.ts'
import { dumpRows } from '../../pipeline/intake/spip/sql-dump.ts'
import {
  LONG_TABLES,
  type SpipDatabase,
  type SpipRow,
  type SpipTable,
  spipTable,
} from '../../pipeline/intake/spip/tables.ts'
import { ok, type Result } from '../../pipeline/model/problem.ts'
import { choosePrefix } from './choose-prefix.ts'

/** The tables of SPIP in a dump: read once for what is short, again for each long table. Problems: `not-spip`, `several-prefixes` { found }. */
export function dumpTables(chunks: () => Iterable<Uint8Array>, wanted: string | undefined): Result<SpipDatabase> {
  const names = new Set<string>()
  const short = new Map<string, SpipRow[]>()
  let repaired = 0
  const read = (values: Readonly<Record<string, string>>): SpipRow =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const { text, twice } = repairedText(Buffer.from(value, 'latin1'))
        if (twice) repaired += 1
        return [name, text]
      }),
    )
  for (const { table, values } of dumpRows(chunks(), (name) => spipTable(name) !== undefined)) {
    names.add(table)
    const found = spipTable(table)
    if (found !== undefined && !LONG_TABLES.has(found.table))
      short.getOrInsertComputed(table, () => []).push(read(values))
  }
  const prefix = choosePrefix([...names], wanted)
  if (!prefix.ok) return prefix
  return ok({
    prefix: prefix.value,
    *rows(table: SpipTable) {
      const name = prefix.value === '' ? table : `${prefix.value}_${table}`
      if (!LONG_TABLES.has(table)) return yield* short.get(name) ?? []
      for (const row of dumpRows(chunks(), (one) => one === name)) yield read(row.values)
    },
    get repaired() {
      return repaired
    },
    close() {
      short.clear()
    },
  })
}
