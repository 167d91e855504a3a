import { eq } from 'drizzle-orm'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { House } from '../../pipeline/model/question.ts'
import type { TreeDifference, VocabularyTree } from '../../pipeline/model/theme.ts'
import { noteChange } from '../storage/knowledge/change-store.ts'
import { holdVocabulary, readTree, writeDifference } from '../storage/knowledge/vocabulary-store.ts'
import { readMeta, writeMeta } from '../storage/network/network-store.ts'
import type { Database, Storage, Writer } from '../storage/storage.ts'
import { changesNothing, differenceOf } from './tree-difference.ts'

/** What editing vocabularies works with: the open farm is one. */
export interface ThemeRoom {
  readonly storage: Storage
  now(): number
  memory(): Promise<House>
  /** What else is written with an edit, in its transaction. */
  along?(writer: Writer, edited: Edited): Promise<void>
}

/** One edit of a vocabulary, whatever it is. */
export interface Editing {
  readonly actor: Actor
  readonly vocabulary: string
  /** Works everything out and writes nothing. */
  readonly rehearse?: boolean
  /** What was done, in figures and names, for the history. */
  readonly said: Readonly<Record<string, unknown>>
  /** Pure: the vocabulary as it is to be. */
  edit(held: VocabularyTree): Result<VocabularyTree>
}

/** A vocabulary before and after an edit. */
export interface Edited {
  readonly before: VocabularyTree
  readonly after: VocabularyTree
}

/** What was done last to a vocabulary, and how to undo it. */
export interface LastEdit {
  readonly event: number
  readonly at: number
  readonly person: number | null
  readonly said: Readonly<Record<string, unknown>>
  readonly back: TreeDifference
}

/**
 * Edits a vocabulary in one transaction with its event, which keeps what undoes it; problems leave everything as it was.
 * Edits of one vocabulary follow each other, each on what the one before left.
 */
export async function editVocabulary(room: ThemeRoom, editing: Editing): Promise<Result<Edited>> {
  const { actor, vocabulary, rehearse, edit } = editing
  const allowed = may(actor, { action: 'manage-themes' }, await room.memory())
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const { storage } = room
  const held = await readTree(storage.read, storage.tables, vocabulary)
  const planned = edit(held)
  if (!planned.ok || rehearse) return planned.ok ? ok({ before: held, after: planned.value }) : planned
  if (changesNothing(differenceOf(held, planned.value))) return ok({ before: held, after: held })
  const [event = 0] = await storage.newIds(1)
  return storage.write(async (writer) => {
    await holdVocabulary(writer, storage.tables, { about: held.about, now: room.now() })
    const before = await readTree(writer.db, storage.tables, vocabulary)
    const after = edit(before)
    if (!after.ok) return after
    const edited = { before, after: after.value }
    await write(room, writer, { editing, edited, event })
    return ok(edited)
  })
}

/** What was done last to a vocabulary; undefined where nothing was, or its file spoke since. */
export async function lastEdit(storage: Storage, vocabulary: string): Promise<LastEdit | undefined> {
  const event = Number(await readMeta(storage, lastKey(vocabulary)))
  return event > 0 ? readEdit(storage.read, storage, event) : undefined
}

async function write(
  { storage, now, along }: ThemeRoom,
  writer: Writer,
  { editing, edited, event }: { readonly editing: Editing; readonly edited: Edited; readonly event: number },
): Promise<void> {
  const { actor, vocabulary: id, said } = editing
  const { tables } = storage
  await writeDifference(writer, tables, { id, difference: differenceOf(edited.before, edited.after) })
  const data = { vocabulary: id, said, back: differenceOf(edited.after, edited.before) }
  await noteChange(tables, writer, { id: event, at: now(), kind: 'themes-changed', person: personOf(actor), data })
  await writeMeta(storage, writer, { key: lastKey(id), value: String(event) })
  await along?.(writer, edited)
}

function lastKey(vocabulary: string): string {
  return `themes:last:${vocabulary}`
}

async function readEdit(db: Database, { tables: { events } }: Storage, id: number): Promise<LastEdit | undefined> {
  const [row] = await db.select().from(events).where(eq(events.id, id))
  const back = row?.data.back
  const said = row?.data.said
  if (!row || !isDifference(back) || !isRecord(said)) return undefined
  return { event: row.id, at: row.at, person: row.person, said, back }
}

/** Whether what an event kept is what undoes an edit: only edits write these events, in this shape. */
export function isDifference(value: unknown): value is TreeDifference {
  return isRecord(value) && Array.isArray(value.put) && Array.isArray(value.gone) && Array.isArray(value.aliases)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
