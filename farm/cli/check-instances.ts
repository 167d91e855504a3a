import { declareAll } from '../../pipeline/model/declarations.ts'
import type { Problem, Result } from '../../pipeline/model/problem.ts'
import { readInstances } from '../declarations/read-instances.ts'
import { checked, type OrganisationsFile, type PeopleFile, type SiteFile } from '../declarations/schemas.ts'
import { declareVocabulary } from '../themes/declare-vocabulary.ts'

/** Everything wrong in an instances folder, each problem with its file and place; loads nothing. */
export function instanceProblems(folder: string): readonly Problem[] {
  const read = readInstances(folder)
  if (!read.ok) return read.problems
  const { serviceTypes, vocabularies, organisations, people, sites } = read.value
  return [
    declareAll(serviceTypes),
    ...vocabularies.map(declareVocabulary),
    ...organisations.map(checked<OrganisationsFile>('organisations')),
    ...people.map(checked<PeopleFile>('people')),
    ...sites.map(checked<SiteFile>('site')),
  ].flatMap((result: Result<unknown>) => (result.ok ? [] : result.problems))
}
