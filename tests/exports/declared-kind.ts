import { readFileSync } from 'node:fs'
import { declareServiceType } from '../../pipeline/model/declare.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'

/** A shipped kind of entry, by its id. */
export function declaredKind(id: string): ServiceType {
  const json: unknown = JSON.parse(readFileSync(`instances/service-types/${id}.json`, 'utf8'))
  const declaration = declareServiceType(json, `${id}.json`)
  if (!declaration.ok) throw new Error(JSON.stringify(declaration.problems))
  return declaration.value
}
