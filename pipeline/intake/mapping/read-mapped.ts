import { fail, ok, type Problem, type Result } from '../../model/problem.ts'
import type { ServiceType } from '../../model/service-type.ts'
import type { Bytes } from '../byte-source.ts'
import type { Intake } from '../reader.ts'
import { applyMapping } from './apply-mapping.ts'
import type { Mapping } from './mapping.ts'
import { openTable } from './open-table.ts'

/** A file and the mapping it is read with. */
export interface MappedContent {
  readonly bytes: Bytes
  readonly mediaType?: string | undefined
  readonly mapping: Mapping
  readonly serviceType: ServiceType
}

/**
 * Reads a file of whatever format by a mapping. Refuses what `openTable` refuses, `wrong-service-type` { found, expected }, `no-mapped-column`
 * { names } where the file has none of the columns; warnings: those of the file, `unknown-field`, `missing-mapped-column` { name }.
 */
export async function readMapped(content: MappedContent): Promise<Result<Intake>> {
  const { bytes, mediaType, mapping, serviceType } = content
  const expected = serviceType.id
  if (mapping.serviceType !== undefined && mapping.serviceType !== expected)
    return fail({ code: 'wrong-service-type', params: { found: mapping.serviceType, expected } })
  const { columns, warnings, itemOf } = applyMapping(mapping, serviceType)
  const opened = await openTable({ bytes, mediaType, reading: mapping.reading, wanted: columns })
  if (!opened.ok) return opened
  const { table, reading } = opened.value
  const missing = missingColumns(columns, table.columns, reading.format)
  if (columns.length > 0 && missing.length === columns.length && reading.format !== 'xml' && reading.format !== 'json')
    return fail({ code: 'no-mapped-column', params: { names: columns.join(', ').slice(0, 300) } })
  const told = missing.map((name): Problem => ({ code: 'missing-mapped-column', params: { name: name.slice(0, 80) } }))
  const items = { [Symbol.iterator]: () => Iterator.from(table.rows(columns)).map(itemOf) }
  const format = reading.format === 'xlsx' ? 'csv' : reading.format === 'json' ? 'xml' : reading.format
  return ok({ format, warnings: [...table.warnings, ...warnings, ...told], items })
}

// An element that is left out where it is empty is not missing.
function missingColumns(asked: readonly string[], held: readonly string[], format: string): readonly string[] {
  return format === 'xml' || format === 'json' ? [] : asked.filter((name) => !held.includes(name))
}
