import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { putVocabulary } from '../storage/knowledge/concept-store.ts'
import { declareAbout, editedVocabularies } from '../storage/knowledge/vocabulary-store.ts'
import type { Storage } from '../storage/storage.ts'
import { type DeclaredVocabulary, declareVocabulary, type VocabularyFile } from './declare-vocabulary.ts'

/**
 * Loads the declared vocabularies, adding and replacing concepts by code in one transaction; a concept no longer
 * declared stays, for entries speak of it, and a vocabulary that was edited here stays whole. A mistake in any file stops it before anything changed. A circle cannot be declared: files are trees.
 */
export async function loadVocabularies(storage: Storage, files: readonly VocabularyFile[]): Promise<Result<void>> {
  const results = files.map(declareVocabulary)
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems))
  if (problems.length > 0) return fail(...problems)
  const vocabularies = results.flatMap((result) => (result.ok ? [result.value] : []))
  const clashes = sameIds(vocabularies, files)
  if (clashes.length > 0) return fail(...clashes)
  await storage.write(async (writer) => {
    const edited = await editedVocabularies(writer, storage.tables)
    for (const { id, label, concepts: given } of vocabularies.filter((one) => !edited.has(one.id))) {
      await putVocabulary(writer, storage.tables, { vocabulary: id, given })
      await declareAbout(writer, storage.tables, { id, label, rules: {} })
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
