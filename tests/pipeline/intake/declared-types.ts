import { readFileSync } from 'node:fs'
import { declareServiceType } from '../../../pipeline/model/declare.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'

/** A service type as the house ships it. */
export function declaredType(id: string): ServiceType {
  const file = new URL(`../../../instances/service-types/${id}.json`, import.meta.url)
  const declared = declareServiceType(JSON.parse(readFileSync(file, 'utf8')), `${id}.json`)
  if (!declared.ok) throw new Error(`${id}: ${JSON.stringify(declared.problems)}`)
  return declared.value
}
