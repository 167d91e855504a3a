import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import type { Thesaurus, VocabularyTree } from '../../pipeline/model/theme.ts'
import { readConcepts } from '../storage/knowledge/concept-store.ts'
import { readTree, readVocabularies } from '../storage/knowledge/vocabulary-store.ts'
import type { Storage } from '../storage/storage.ts'
import { isDifference } from './edit-vocabulary.ts'
import { buildThesaurus } from './thesaurus.ts'
import { withDifference } from './tree-difference.ts'

/** The vocabularies as they stood at an instant: every edit since is undone. What a folder of declarations said meanwhile left no trace, and stays. */
export async function thesaurusThen(
  { storage, today }: { readonly storage: Storage; readonly today: Thesaurus },
  at: number,
): Promise<Thesaurus> {
  const edits = await editsSince(storage, at)
  const oldest = edits.at(-1)
  if (!oldest) return today
  const known = kept.getOrInsertComputed(today, () => new Map())
  if (known.size >= MOST_KEPT) known.clear()
  const then = known.get(oldest.id) ?? before(storage, edits)
  known.set(oldest.id, then)
  return then
}

// Built once for a page that is looked at, until a vocabulary changes again.
const kept = new WeakMap<Thesaurus, Map<number, Promise<Thesaurus>>>()
const MOST_KEPT = 10
const MOST_EDITS = 1_000

type Edits = Awaited<ReturnType<typeof editsSince>>

// The newest first.
function editsSince({ read, tables: { events } }: Storage, at: number) {
  return read
    .select({ id: events.id, data: events.data })
    .from(events)
    .where(and(isNull(events.entry), gt(events.at, at), eq(events.kind, 'themes-changed')))
    .orderBy(desc(events.at), desc(events.id))
    .limit(MOST_EDITS)
}

async function before(storage: Storage, edits: Edits): Promise<Thesaurus> {
  const trees = new Map<string, VocabularyTree>()
  for (const { data } of edits) {
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
