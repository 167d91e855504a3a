import type { Actor } from '../../pipeline/model/actor.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { VocabularyTree } from '../../pipeline/model/theme.ts'
import { readTree } from '../storage/knowledge/vocabulary-store.ts'
import { type Edited, editVocabulary, type ThemeRoom } from './edit-vocabulary.ts'
import { type ImportPlan, planImport } from './plan-import.ts'
import { readVocabulary } from './read-vocabulary.ts'
import type { VocabularyFormat, VocabularyRows } from './vocabulary-rows.ts'

/** A file to make a vocabulary of, or to bring one up to date by. */
export interface ImportingVocabulary {
  readonly actor: Actor
  /** Id of the vocabulary; one that is not there yet begins with it. */
  readonly vocabulary: string
  readonly bytes: Uint8Array
  /** Detected when it is not said. */
  readonly format?: VocabularyFormat | undefined
  /** Column a heading of a CSV stands for. */
  readonly mapping?: Readonly<Record<string, string>> | undefined
  /** Takes concepts out of use that the file does not have; else they stay. */
  readonly retireMissing?: boolean | undefined
  /** Tells what would become of it and writes nothing; problems are then in the answer, line by line. */
  readonly rehearse?: boolean
}

/** What an import of a vocabulary did, or would do. */
export interface VocabularyImport extends Omit<ImportPlan, 'tree'> {
  readonly format: VocabularyFormat
  /** What the file also says and that is not read, with how often. */
  readonly unread: ReadonlyMap<string, number>
  /** The headings of a table with the column each was read as; null for one that was not. */
  readonly headings: NonNullable<VocabularyRows['headings']>
}

/** Imports a vocabulary in one transaction, or rehearses it. With any problem in the file nothing is written. */
export async function importVocabulary(
  room: ThemeRoom,
  importing: ImportingVocabulary,
): Promise<Result<Edited & VocabularyImport>> {
  const { actor, vocabulary, bytes, format, mapping, retireMissing, rehearse = false } = importing
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(vocabulary))
    return fail({ code: 'bad-theme-code', field: 'vocabulary', params: { value: vocabulary } })
  const read = readVocabulary(bytes, { format, mapping })
  if (!read.ok) return read
  const planOf = (held: VocabularyTree) => planImport(labelled(held, read.value), read.value.rows, { retireMissing })
  const held = await readTree(room.storage.read, room.storage.tables, vocabulary)
  const { tree: _, ...plan } = planOf(held)
  const problems = inLines([...read.value.problems, ...plan.problems])
  const told = {
    ...plan,
    problems,
    format: read.value.format,
    unread: read.value.unread,
    headings: read.value.headings ?? [],
  }
  if (problems.length > 0 && !rehearse) return fail(...problems)
  const said = { do: 'import', added: plan.added.length, changed: plan.changed.length, moved: plan.moved.length }
  const edited = await editVocabulary(room, {
    ...{ actor, vocabulary, rehearse, said },
    edit: (current) => {
      const { tree, problems: found } = planOf(current)
      // A rehearsal shows what is wrong, and nothing it would lead to.
      if (problems.length > 0) return ok(current)
      return found.length > 0 ? fail(...found) : ok(tree)
    },
  })
  return edited.ok ? ok({ ...edited.value, ...told }) : edited
}

// The name a file gives is taken for a vocabulary that has none yet.
function labelled(held: VocabularyTree, { label }: VocabularyRows): VocabularyTree {
  const { about } = held
  const fr = label?.fr ?? label?.en
  if (!fr || about.label.fr !== about.id || held.concepts.size > 0) return held
  return { ...held, about: { ...about, label: label?.en ? { fr, en: label.en } : { fr } } }
}

function inLines(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
}
