import type { Declarations } from '../../pipeline/model/declarations.ts'
import type { VocabularyTree } from '../../pipeline/model/theme.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { facetHolders, type TermPlace, themeCounts } from '../storage/deliveries/theme-counts.ts'
import type { Storage } from '../storage/storage.ts'

/** What the farm knows, its declarations too. */
export type Declared = Knowledge & { readonly declarations: Declarations }

/** What counting works with: the open farm is one. */
export interface CountingRoom {
  readonly storage: Storage
  memory(): Promise<Declared>
}

/**
 * Published entries about each concept of a vocabulary, with what lies under it; concepts nothing is about are left out.
 * Of vocabularies other than `themes`, fields that are facets of their kind are counted.
 */
export async function countThemes(
  { storage, memory }: CountingRoom,
  { about: { id }, concepts, aliases }: VocabularyTree,
): Promise<ReadonlyMap<string, number>> {
  if (id === 'themes') return themeCounts(storage)
  const holders = await facetHolders(storage, placesOf(await memory(), id))
  const under = new Map<string, Set<number>>()
  for (const [code, entries] of holders) {
    const climbed = new Set<string>()
    let at = concepts.get(code) ?? concepts.get(aliases.get(code) ?? '')
    while (at && !climbed.has(at.code)) {
      climbed.add(at.code)
      const held = under.getOrInsert(at.code, new Set())
      for (const entry of entries) held.add(entry)
      at = at.broader === undefined ? undefined : concepts.get(at.broader)
    }
  }
  return new Map([...under].map(([code, entries]) => [code, entries.size]))
}

/** Kinds that have a field of that vocabulary, and the field. */
export function kindsUsing({ declarations }: Pick<Declared, 'declarations'>, vocabulary: string): readonly TermPlace[] {
  return [...declarations.serviceTypes.values()].flatMap((serviceType) =>
    serviceType.fields
      .filter((field) => field.type === 'term' && (field.vocabulary ?? 'themes') === vocabulary)
      .map((field) => ({ serviceType: serviceType.id, field: field.name })),
  )
}

function placesOf(memory: Declared, vocabulary: string): readonly TermPlace[] {
  return kindsUsing(memory, vocabulary).filter(({ serviceType, field }) =>
    memory.serviceType(serviceType)?.presentation.facets.includes(field),
  )
}
