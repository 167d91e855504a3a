import type { Thesaurus, VocabularyTree } from '../../pipeline/model/theme.ts'
import { changesSince, firstChangeSince } from '../storage/knowledge/change-store.ts'
import { readConcepts } from '../storage/knowledge/concept-store.ts'
import { readTree, readVocabularies } from '../storage/knowledge/vocabulary-store.ts'
import type { Storage } from '../storage/storage.ts'
import { isDifference } from './edit-vocabulary.ts'
import { buildThesaurus } from './thesaurus.ts'
import { withDifference } from './tree-difference.ts'

/** The vocabularies as they stood at an instant: every edit since is undone, whether a person made it or the folder of declarations. */
export async function thesaurusThen(
  { storage, today }: { readonly storage: Storage; readonly today: Thesaurus },
  at: number,
): Promise<Thesaurus> {
  const first = await firstChangeSince(storage, { kind: 'themes-changed', since: at })
  if (first === null) return today
  const known = kept.getOrInsertComputed(today, () => new Map())
  if (known.size >= MOST_KEPT) known.clear()
  const then = known.get(first) ?? before(storage, at)
  known.set(first, then)
  then.catch(() => known.delete(first))
  return then
}

// Built once for a page that is looked at, until a vocabulary changes again.
const kept = new WeakMap<Thesaurus, Map<number, Promise<Thesaurus>>>()
const MOST_KEPT = 10

async function before(storage: Storage, at: number): Promise<Thesaurus> {
  const trees = new Map<string, VocabularyTree>()
  for await (const { data } of changesSince(storage, { kind: 'themes-changed', since: at })) {
    const { vocabulary, back } = data
    if (typeof vocabulary !== 'string' || !isDifference(back)) continue
    const tree = trees.get(vocabulary) ?? (await readTree(storage.read, storage.tables, vocabulary))
    trees.set(vocabulary, withDifference(tree, back))
  }
  const [concepts, { vocabularies, aliases }] = await Promise.all([readConcepts(storage), readVocabularies(storage)])
  const changed = [...trees.values()]
  const leads = changed.flatMap((tree) =>
    [...tree.aliases].map(([code, target]) => ({ vocabulary: tree.about.id, code, target })),
  )
  const placed = changed.flatMap((tree) => [...tree.concepts.values()].sort((a, b) => a.position - b.position))
  return buildThesaurus([...concepts.filter((one) => !trees.has(one.vocabulary)), ...placed], {
    vocabularies: [...vocabularies.filter((one) => !trees.has(one.id)), ...changed.map(({ about }) => about)],
    aliases: [...aliases.filter((one) => !trees.has(one.vocabulary)), ...leads],
  })
}
