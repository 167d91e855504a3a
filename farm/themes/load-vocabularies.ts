import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { noteChange } from '../storage/knowledge/change-store.ts'
import { putVocabulary } from '../storage/knowledge/concept-store.ts'
import { declareAbout, editedVocabularies, readTree } from '../storage/knowledge/vocabulary-store.ts'
import type { Storage, Writer } from '../storage/storage.ts'
import { type DeclaredVocabulary, declareVocabulary, type VocabularyFile } from './declare-vocabulary.ts'
import { changesNothing, differenceOf } from './tree-difference.ts'

/**
 * Loads the declared vocabularies, adding and replacing concepts by code in one transaction; a concept no longer
 * declared stays, for entries speak of it, and a vocabulary that was edited here stays whole. What changes leaves an event that says
 * what it was. A mistake in any file stops it before anything changed. A circle cannot be declared: files are trees.
 */
export async function loadVocabularies(
  storage: Storage,
  files: readonly VocabularyFile[],
  now = Date.now(),
): Promise<Result<void>> {
  const results = files.map(declareVocabulary)
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems))
  if (problems.length > 0) return fail(...problems)
  const vocabularies = results.flatMap((result) => (result.ok ? [result.value] : []))
  const clashes = sameIds(vocabularies, files)
  if (clashes.length > 0) return fail(...clashes)
  const events = await storage.newIds(vocabularies.length)
  await storage.write(async (writer) => {
    const edited = await editedVocabularies(writer, storage.tables)
    for (const [i, declared] of vocabularies.entries())
      if (!edited.has(declared.id)) await declare(storage, writer, { declared, event: events[i] ?? 0, now })
  })
  return ok(undefined)
}

async function declare(
  { tables }: Storage,
  writer: Writer,
  { declared, event, now }: { readonly declared: DeclaredVocabulary; readonly event: number; readonly now: number },
): Promise<void> {
  const { id, label, concepts: given } = declared
  const before = await readTree(writer.db, tables, id)
  await putVocabulary(writer, tables, { vocabulary: id, given })
  await declareAbout(writer, tables, { id, label, rules: {} })
  const back = differenceOf(await readTree(writer.db, tables, id), before)
  // What is new to the farm never had another name.
  if (before.concepts.size === 0 || changesNothing(back)) return
  const data = { vocabulary: id, said: { do: 'declare' }, back }
  await noteChange(tables, writer, { id: event, at: now, kind: 'themes-changed', person: null, data })
}

function sameIds(vocabularies: readonly DeclaredVocabulary[], files: readonly VocabularyFile[]): Problem[] {
  const ids = vocabularies.map(({ id }) => id)
  return ids.flatMap((id, i) => {
    const params = { file: files[i]?.file ?? '', place: '/id', value: id }
    return ids.indexOf(id) < i ? [{ code: 'bad-declaration-duplicate', params }] : []
  })
}
