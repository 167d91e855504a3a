import { and, asc, eq, inArray } from 'drizzle-orm'
import type { LocalText } from '../../../pipeline/model/local-text.ts'
import type {
  PlacedConcept,
  TreeDifference,
  Vocabulary,
  VocabularyRules,
  VocabularyTree,
} from '../../../pipeline/model/theme.ts'
import type { Database, Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'
import { placedConcept, placedRow } from './concept-store.ts'

/** Names and switches of every vocabulary, and the codes out of use with what they lead to. */
export async function readVocabularies({ read, tables }: Pick<Storage, 'read' | 'tables'>): Promise<{
  readonly vocabularies: readonly Vocabulary[]
  readonly aliases: readonly { readonly vocabulary: string; readonly code: string; readonly target: string }[]
}> {
  const [vocabularies, aliases] = await Promise.all([
    read.select().from(tables.vocabularies),
    read.select().from(tables.conceptAliases).orderBy(asc(tables.conceptAliases.code)),
  ])
  return { vocabularies, aliases }
}

/** One vocabulary whole; nothing known of it, it is an empty one that has its id for a name. */
export async function readTree(db: Database, tables: Tables, id: string): Promise<VocabularyTree> {
  const { concepts, conceptAliases, vocabularies } = tables
  const [about] = await db.select().from(vocabularies).where(eq(vocabularies.id, id))
  const rows = await db
    .select()
    .from(concepts)
    .where(eq(concepts.vocabulary, id))
    .orderBy(asc(concepts.position), asc(concepts.code))
  const aliases = await db.select().from(conceptAliases).where(eq(conceptAliases.vocabulary, id))
  return {
    about: about ?? { id, label: { fr: id }, rules: {}, editedAt: null },
    concepts: new Map(rows.map((row): [string, PlacedConcept] => [row.code, placedConcept(row)])),
    aliases: new Map(aliases.map(({ code, target }) => [code, target])),
  }
}

/** Names a vocabulary where its file says so; one that was edited here keeps its name and switches. */
export async function declareAbout(
  { db }: Writer,
  { vocabularies }: Tables,
  { id, label, rules }: { readonly id: string; readonly label: LocalText; readonly rules: VocabularyRules },
): Promise<void> {
  await db
    .insert(vocabularies)
    .values({ id, label, rules, editedAt: null })
    .onConflictDoUpdate({ target: vocabularies.id, set: { label, rules } })
}

/** Which vocabularies were edited here: their files no longer speak for them. */
export async function editedVocabularies({ db }: Writer, { vocabularies }: Tables): Promise<ReadonlySet<string>> {
  const rows = await db.select({ id: vocabularies.id, editedAt: vocabularies.editedAt }).from(vocabularies)
  return new Set(rows.filter((row) => row.editedAt !== null).map((row) => row.id))
}

/** Marks a vocabulary as edited now, and holds it until the transaction ends: two edits of one tree follow each other. */
export async function holdVocabulary(
  { db }: Writer,
  { vocabularies }: Tables,
  { about: { id, label, rules }, now }: { readonly about: Vocabulary; readonly now: number },
): Promise<void> {
  await db
    .insert(vocabularies)
    .values({ id, label, rules, editedAt: now })
    .onConflictDoUpdate({ target: vocabularies.id, set: { editedAt: now } })
}

/** Writes what makes one state of a vocabulary into another. */
export async function writeDifference(
  { db, bulk }: Writer,
  { concepts, conceptAliases, vocabularies }: Tables,
  { id, difference }: { readonly id: string; readonly difference: TreeDifference },
): Promise<void> {
  const { put, gone, aliases, unaliased, about } = difference
  const replaced = [...put.map(({ code }) => code), ...gone]
  const realiased = [...aliases.map(([code]) => code), ...unaliased]
  for (const codes of slices(replaced))
    await db.delete(concepts).where(and(eq(concepts.vocabulary, id), inArray(concepts.code, codes)))
  for (const codes of slices(realiased))
    await db.delete(conceptAliases).where(and(eq(conceptAliases.vocabulary, id), inArray(conceptAliases.code, codes)))
  await bulk(concepts, put.map(placedRow))
  await bulk(
    conceptAliases,
    aliases.map(([code, target]) => ({ vocabulary: id, code, target })),
  )
  if (about) await db.update(vocabularies).set(about).where(eq(vocabularies.id, id))
}

// As many figures as one statement of either database takes with ease.
const SLICE = 5000

function slices(codes: readonly string[]): string[][] {
  const count = Math.ceil(codes.length / SLICE)
  return Array.from({ length: count }, (_, i) => codes.slice(i * SLICE, (i + 1) * SLICE))
}
