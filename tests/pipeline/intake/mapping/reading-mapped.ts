import type { Mapping } from '../../../../pipeline/intake/mapping/mapping.ts'
import { readMapped } from '../../../../pipeline/intake/mapping/read-mapped.ts'
import { readMapping } from '../../../../pipeline/intake/mapping/read-mapping.ts'
import type { IntakeItem } from '../../../../pipeline/intake/reader.ts'
import type { Problem } from '../../../../pipeline/model/problem.ts'
import type { ServiceType } from '../../../../pipeline/model/service-type.ts'
import { bytesOf } from '../reading.ts'

/** A mapping from the JSON a person would write; it must be one. */
export function mappingOf(json: unknown): Mapping {
  const read = readMapping(json, 'mapping.json')
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

/** Reads a whole file by a mapping that must fit it. */
export async function readBy(
  content: string | Uint8Array,
  json: unknown,
  serviceType: ServiceType,
): Promise<{ readonly items: readonly IntakeItem[]; readonly warnings: readonly Problem[] }> {
  const read = await readMapped({ bytes: bytesOf(content), mapping: mappingOf(json), serviceType })
  if (!read.ok) throw new Error(`refused: ${JSON.stringify(read.problems)}`)
  return { items: [...read.value.items], warnings: read.value.warnings }
}

/** The problem a whole file is refused with. */
export async function refusedBy(
  content: string | Uint8Array,
  json: unknown,
  serviceType: ServiceType,
): Promise<Problem | undefined> {
  const read = await readMapped({ bytes: bytesOf(content), mapping: mappingOf(json), serviceType })
  return read.ok ? undefined : read.problems[0]
}
