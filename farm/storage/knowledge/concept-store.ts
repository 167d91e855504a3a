import { asc, eq } from 'drizzle-orm'
import type { Concept, PlacedConcept } from '../../../pipeline/model/theme.ts'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** Every concept of every vocabulary, each vocabulary in the order it was declared. */
export async function readConcepts({ read, tables }: Pick<Storage, 'read' | 'tables'>): Promise<Concept[]> {
  const { concepts } = tables
  const rows = await read.select().from(concepts).orderBy(asc(concepts.vocabulary), asc(concepts.position))
  return rows.map(conceptOf)
}

/** Adds or replaces the concepts of one vocabulary by code, in this order; those not given stay, after the others. */
export async function putVocabulary(
  { db, bulk }: Writer,
  { concepts }: Tables,
  { vocabulary, given }: { readonly vocabulary: string; readonly given: readonly Concept[] },
): Promise<void> {
  const codes = new Set(given.map((concept) => concept.code))
  const held = await db
    .select()
    .from(concepts)
    .where(eq(concepts.vocabulary, vocabulary))
    .orderBy(asc(concepts.position))
  const kept = held.filter((row) => !codes.has(row.code)).map(conceptOf)
  await db.delete(concepts).where(eq(concepts.vocabulary, vocabulary))
  await bulk(concepts, [...given, ...kept].map(rowOf))
}

/** A concept of its row, at its place. */
export function placedConcept(row: Tables['concepts']['$inferSelect']): PlacedConcept {
  return { ...conceptOf(row), position: row.position }
}

/** The row of a concept at its place. */
export function placedRow({ position, ...concept }: PlacedConcept): Tables['concepts']['$inferInsert'] {
  return rowOf(concept, position)
}

function conceptOf({ position: _, broader, ...row }: Tables['concepts']['$inferSelect']): Concept {
  return broader === null ? row : { ...row, broader }
}

function rowOf(
  { broader, synonyms, notations, ...concept }: Concept,
  position: number,
): Tables['concepts']['$inferInsert'] {
  const codes = Object.fromEntries(
    Object.entries(notations).map(([scheme, list]): [string, string[]] => [scheme, [...list]]),
  )
  return { ...concept, broader: broader ?? null, synonyms: [...synonyms], notations: codes, position }
}
