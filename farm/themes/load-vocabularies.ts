import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Concept } from '../../pipeline/model/theme.ts'
import { putVocabulary, readConcepts } from '../storage/concept-store.ts'
import type { Storage } from '../storage/storage.ts'
import { type DeclaredVocabulary, declareVocabulary, type VocabularyFile } from './declare-vocabulary.ts'

/**
 * Loads the declared vocabularies, adding and replacing concepts by code in one transaction; a concept no longer
 * declared stays, for entries speak of it. A mistake in any file stops it before anything changed.
 */
export async function loadVocabularies(storage: Storage, files: readonly VocabularyFile[]): Promise<Result<void>> {
  const results = files.map(declareVocabulary)
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems))
  if (problems.length > 0) return fail(...problems)
  const vocabularies = results.flatMap((result) => (result.ok ? [result.value] : []))
  const clashes = [
    ...sameIds(vocabularies, files),
    ...circles(vocabularies, { files, held: await readConcepts(storage) }),
  ]
  if (clashes.length > 0) return fail(...clashes)
  await storage.write(async (writer) => {
    for (const { id: vocabulary, concepts: given } of vocabularies) {
      await putVocabulary(writer, storage.tables, { vocabulary, given })
    }
  })
  return ok(undefined)
}

function sameIds(vocabularies: readonly DeclaredVocabulary[], files: readonly VocabularyFile[]): Problem[] {
  const ids = vocabularies.map(({ id }) => id)
  return ids.flatMap((id, i) => {
    const params = { file: files[i]?.file ?? '', place: '/id', value: id }
    return ids.indexOf(id) < i ? [{ code: 'bad-declaration-duplicate', params }] : []
  })
}

// A file is a tree; a circle can only come from a concept that is held, no longer declared, and still between two others.
function circles(
  vocabularies: readonly DeclaredVocabulary[],
  { files, held }: { readonly files: readonly VocabularyFile[]; readonly held: readonly Concept[] },
): Problem[] {
  return vocabularies.flatMap(({ id, concepts }, i) => {
    const all = [...held.filter((concept) => concept.vocabulary === id), ...concepts]
    const broader = new Map(all.map((concept) => [concept.code, concept.broader]))
    const round = concepts.find((concept) => isInCircle(concept.code, broader))
    if (round === undefined) return []
    const params = { file: files[i]?.file ?? '', place: '/concepts', value: round.code }
    return [{ code: 'bad-declaration-circle', params }]
  })
}

function isInCircle(code: string, broader: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = code; at !== undefined; at = broader.get(at)) {
    if (seen.has(at)) return true
    seen.add(at)
  }
  return false
}
