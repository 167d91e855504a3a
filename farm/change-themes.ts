import { ok, type Result } from '../pipeline/model/problem.ts'
import type { Thesaurus, VocabularyTree } from '../pipeline/model/theme.ts'
import { countThemes } from './count-themes.ts'
import { describeAgain } from './describe-again.ts'
import type { MemoryPart } from './memory.ts'
import { NO_MOVES, type RoutingAgainRoom, routeThemesAgain, type ThemeMoves } from './route-themes-again.ts'
import { readConcepts } from './storage/concept-store.ts'
import { readTree, readVocabularies } from './storage/vocabulary-store.ts'
import { type ChangingVocabulary, changeVocabulary } from './themes/change-vocabulary.ts'
import type { Edited } from './themes/edit-vocabulary.ts'
import { type ImportingVocabulary, importVocabulary, type VocabularyImport } from './themes/import-vocabulary.ts'
import { buildThesaurus } from './themes/thesaurus.ts'
import { touchedCodes } from './themes/tree-difference.ts'

/** What changing subjects works with: the open farm is one. */
export interface ThemesRoom extends RoutingAgainRoom {
  now(): number
  changed(...parts: readonly MemoryPart[]): Promise<void>
}

/** What a change of a vocabulary did, or would do. */
export interface ThemesChanged extends Edited {
  /** What sites gain and lose by it. */
  readonly moves: ThemeMoves
  /** Live entries that were described again; in a rehearsal none. */
  readonly described: number
}

/** Changes a vocabulary by hand; entries and sites follow: described and routed again where it matters. A rehearsal tells what would come and go. */
export async function changeThemes(room: ThemesRoom, changing: ChangingVocabulary): Promise<Result<ThemesChanged>> {
  const edited = await changeVocabulary(
    { ...themeRoom(room), liveUnder: (...asked) => liveUnder(room, ...asked) },
    changing,
  )
  return edited.ok ? ok(await follow(room, edited.value, changing.rehearse ?? false)) : edited
}

/** Imports a vocabulary, or rehearses it; entries and sites follow. */
export async function importThemes(
  room: ThemesRoom,
  importing: ImportingVocabulary,
): Promise<Result<ThemesChanged & VocabularyImport>> {
  const imported = await importVocabulary(themeRoom(room), importing)
  if (!imported.ok) return imported
  return ok({ ...imported.value, ...(await follow(room, imported.value, importing.rehearse ?? false)) })
}

async function follow(room: ThemesRoom, { before, after }: Edited, rehearse: boolean): Promise<ThemesChanged> {
  const touched = touchedCodes(before, after)
  const vocabulary = after.about.id
  // Only themes are asked for by sites.
  const codes = vocabulary === 'themes' ? climbed([before, after], touched) : new Set<string>()
  if (rehearse) {
    const rehearsed = codes.size > 0 ? await withTree(room, after) : undefined
    const moves = rehearsed ? await routeThemesAgain(room, { touched, codes, rehearsed }) : NO_MOVES
    return { before, after, moves, described: 0 }
  }
  if (before === after) return { before, after, moves: NO_MOVES, described: 0 }
  await room.changed('themes')
  const described = await describeAgain(room, { vocabulary, codes: touched })
  const moves = codes.size > 0 ? await routeThemesAgain(room, { touched, codes }) : NO_MOVES
  // Lists filter by what was described meanwhile.
  await room.changed()
  return { before, after, moves, described }
}

function themeRoom({ storage, now, memory }: ThemesRoom) {
  return { storage, now, memory }
}

async function liveUnder({ storage, memory }: ThemesRoom, vocabulary: string, code: string): Promise<number> {
  const tree = await readTree(storage.read, storage.tables, vocabulary)
  return (await countThemes({ storage, memory }, tree)).get(code) ?? 0
}

function climbed(trees: readonly VocabularyTree[], codes: readonly string[]): Set<string> {
  const reached = new Set(codes)
  for (const { concepts, aliases } of trees) {
    for (const code of codes) {
      const own = new Set<string>()
      let at: string | undefined = concepts.has(code) ? code : aliases.get(code)
      while (at !== undefined && !own.has(at)) {
        own.add(at)
        reached.add(at)
        at = concepts.get(at)?.broader
      }
    }
    for (const [code, target] of aliases) if (reached.has(target)) reached.add(code)
  }
  return reached
}

async function withTree({ storage }: ThemesRoom, tree: VocabularyTree): Promise<Thesaurus> {
  const { id } = tree.about
  const [concepts, { vocabularies, aliases }] = await Promise.all([readConcepts(storage), readVocabularies(storage)])
  const placed = [...tree.concepts.values()].sort((a, b) => a.position - b.position)
  const leads = [...tree.aliases].map(([code, target]) => ({ vocabulary: id, code, target }))
  return buildThesaurus([...concepts.filter((one) => one.vocabulary !== id), ...placed], {
    vocabularies: [...vocabularies.filter((one) => one.id !== id), tree.about],
    aliases: [...aliases.filter((one) => one.vocabulary !== id), ...leads],
  })
}
