import { declareServiceType } from './declare.ts'
import { JsonPlace } from './json-place.ts'
import { fail, ok, type Problem, type Result } from './problem.ts'
import type { ServiceType } from './service-type.ts'

/** Every service type of the farm. */
export interface Declarations {
  /** By id, in the order of the files. */
  readonly serviceTypes: ReadonlyMap<string, ServiceType>
  /** By the word of their public addresses. */
  readonly byPath: ReadonlyMap<string, ServiceType>
}

/** A declaration file already parsed: its name, and what stands in it. */
export interface DeclarationFile {
  readonly file: string
  readonly json: unknown
}

/** Reads all declarations together: each one, then that ids and paths are unique and every `target` exists; all problems at once. */
export function declareAll(files: readonly DeclarationFile[]): Result<Declarations> {
  const problems: Problem[] = []
  const serviceTypes = new Map<string, ServiceType>()
  const byPath = new Map<string, ServiceType>()
  const declared: { readonly serviceType: ServiceType; readonly place: JsonPlace }[] = []
  for (const { file, json } of files) {
    const result = declareServiceType(json, file)
    if (!result.ok) {
      problems.push(...result.problems)
      continue
    }
    const place = new JsonPlace(json, { file, problems })
    keep(serviceTypes, { key: result.value.id, serviceType: result.value, place: place.at('id') })
    keep(byPath, { key: result.value.path, serviceType: result.value, place: place.at('path') })
    declared.push({ serviceType: result.value, place })
  }
  // A target whose own file is broken would be a second, misleading problem.
  if (problems.length === 0) for (const one of declared) checkTargets(one, serviceTypes)
  return problems.length === 0 ? ok({ serviceTypes, byPath }) : fail(...problems)
}

function keep(
  known: Map<string, ServiceType>,
  added: { readonly key: string; readonly serviceType: ServiceType; readonly place: JsonPlace },
): void {
  if (known.has(added.key)) added.place.problem('bad-declaration-duplicate', { value: added.key })
  else known.set(added.key, added.serviceType)
}

function checkTargets(
  one: { readonly serviceType: ServiceType; readonly place: JsonPlace },
  serviceTypes: ReadonlyMap<string, ServiceType>,
): void {
  const places = one.place.at('fields').items()
  for (const [index, field] of one.serviceType.fields.entries()) {
    if (field.target !== undefined && !serviceTypes.has(field.target)) {
      places[index]?.at('target').problem('bad-declaration-unknown-target', { value: field.target })
    }
  }
}
