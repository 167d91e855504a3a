import type { ValueMap } from '../../../pipeline/intake/mapping/mapping.ts'
import { type TriedValue, tryValues } from '../../../pipeline/intake/mapping/try-mapping.ts'
import type { FieldTypeId } from '../../../pipeline/model/field.ts'
import type { Visit } from '../visit.ts'
import type { FieldRow } from './field-rows.ts'
import type { MappingPage } from './mapping-state.ts'

/** The values a field meets in the file, to be given values of ours. */
export interface ValueTable {
  readonly row: FieldRow
  readonly lines: readonly (TriedValue & { readonly ours: string | readonly string[] | undefined })[]
  readonly others: ValueMap['others']
  /** Pairs that are not shown, to travel with the form. */
  readonly more: ValueMap['pairs']
  /** More values were met than are shown. */
  readonly cut: boolean
  /** Values that are taken for nothing yet. */
  readonly unknown: number
}

const LOOKED_UP: ReadonlySet<FieldTypeId> = new Set(['choice', 'term', 'territory', 'boolean', 'language'])
const SHOWN = 60

/** The tables of values of a mapping: of fields whose values are ours to choose, or that have a table already. */
export function valueTables(page: MappingPage, rows: readonly FieldRow[], visit: Visit): readonly ValueTable[] {
  return rows.flatMap((row) => {
    const { rule, field, isPart } = row
    const asks = (LOOKED_UP.has(field.type) && !isPart && rule.from.length > 0) || rule.values !== undefined
    return asks ? [tableOf(page, row, visit)] : []
  })
}

function tableOf({ mapping, sample }: MappingPage, row: FieldRow, { show }: Visit): ValueTable {
  const { to, field, rule } = row
  const pairs = rule.values?.pairs ?? {}
  const found = sample && tryValues({ table: sample.opened.table, mapping, to, field, context: show })
  const met = found?.values ?? []
  const texts = new Set(met.map(({ text }) => text))
  const unmet = Object.keys(pairs)
    .filter((text) => !texts.has(text))
    .map((text): TriedValue => ({ text, count: 0, mapped: [pairs[text] ?? []].flat(), shown: undefined }))
  const all = [...met, ...unmet]
  const lines = all
    .slice(0, SHOWN)
    .map((one) => ({ ...one, ours: Object.hasOwn(pairs, one.text) ? pairs[one.text] : undefined }))
  const shownTexts = new Set(lines.map(({ text }) => text))
  return {
    ...{ row, lines, others: rule.values?.others ?? 'keep' },
    more: Object.fromEntries(Object.entries(pairs).filter(([text]) => !shownTexts.has(text))),
    cut: (found?.cut ?? false) || all.length > SHOWN,
    unknown: met.filter(({ mapped, shown }) => mapped === undefined && shown === undefined).length,
  }
}
