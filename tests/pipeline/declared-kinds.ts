import { fileURLToPath } from 'node:url'
import { readInstances } from '../../farm/declarations/read-instances.ts'
import { declareAll } from '../../pipeline/model/declarations.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'

/** A service type as it is shipped. */
export function kindNamed(id: string): ServiceType {
  const found = shipped.get(id)
  if (!found) throw new Error(`no service type is called ${id}`)
  return found
}

const shipped = readShipped()

function readShipped(): ReadonlyMap<string, ServiceType> {
  const files = readInstances(fileURLToPath(new URL('../../instances', import.meta.url)))
  const declared = files.ok ? declareAll(files.value.serviceTypes) : files
  if (!declared.ok) throw new Error(JSON.stringify(declared.problems))
  return declared.value.serviceTypes
}
