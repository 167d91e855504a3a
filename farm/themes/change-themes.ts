import { ok, type Result } from '../../pipeline/model/problem.ts'
import type { Thesaurus, VocabularyTree } from '../../pipeline/model/theme.ts'
import { themeTerm } from '../../pipeline/terms.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import type { Rehearsing } from '../routing/rehearse.ts'
import { readConcepts } from '../storage/knowledge/concept-store.ts'
import { readTree, readVocabularies } from '../storage/knowledge/vocabulary-store.ts'
import type { Writer } from '../storage/storage.ts'
import { type ChangingVocabulary, changeVocabulary, type KindUse, type ThemeUse } from './change-vocabulary.ts'
import { countThemes, kindsUsing } from './count-themes.ts'
import { type DescribingRoom, describeAgain } from './describe-again.ts'
import type { Edited, ThemeRoom } from './edit-vocabulary.ts'
import { type ImportingVocabulary, importVocabulary, type VocabularyImport } from './import-vocabulary.ts'
import { NO_MOVES, rehearseThemes, type ThemeMoves } from './rehearse-themes.ts'
import { buildThesaurus } from './thesaurus.ts'
import { touchedCodes } from './tree-difference.ts'

/** What changing subjects works with: the open farm is one. */
export interface ThemesRoom extends DescribingRoom {
  now(): number
  changed(...parts: readonly 'themes'[]): Promise<void>
}

/** What a change of a vocabulary did, or would do. */
export interface ThemesChanged extends Edited {
  /** What sites would gain and lose by it, in a rehearsal. */
  readonly moves: ThemeMoves
  /** The job that describes and routes again what it touches: `finishJob` does it here and now, the worker soon; null without need. */
  readonly job: number | null
}

/** Who hears of every single move of a rehearsal, as a file of them is written. */
type Hearing = Pick<Rehearsing, 'onMove'>

/** Changes a vocabulary by hand; entries and sites follow where it matters. A rehearsal tells what would come and go. */
export async function changeThemes(
  room: ThemesRoom,
  changing: ChangingVocabulary,
  hearing: Hearing = {},
): Promise<Result<ThemesChanged>> {
  const asking = await routingAsked(room)
  const use: ThemeUse = {
    liveUnder: (vocabulary, code) => liveUnder(room, vocabulary, code),
    kindsOf: (vocabulary) => kindsOf(room, vocabulary),
  }
  const edited = await changeVocabulary({ ...asking.room, ...use }, changing)
  if (!edited.ok) return edited
  return ok(
    await (changing.rehearse ? rehearsed(room, edited.value, hearing) : follow(room, edited.value, asking.job())),
  )
}

/** Imports a vocabulary, or rehearses it; entries and sites follow. */
export async function importThemes(
  room: ThemesRoom,
  importing: ImportingVocabulary,
  hearing: Hearing = {},
): Promise<Result<ThemesChanged & VocabularyImport>> {
  const asking = await routingAsked(room)
  const imported = await importVocabulary(asking.room, importing)
  if (!imported.ok) return imported
  const { value } = imported
  return ok({
    ...value,
    ...(await (importing.rehearse ? rehearsed(room, value, hearing) : follow(room, value, asking.job()))),
  })
}

// Asked in the very transaction of the edit, so that a farm stopped right after it does the rest when it starts again.
async function routingAsked({ storage, now, memory }: ThemesRoom) {
  const [id = 0] = await storage.newIds(1)
  let job: number | null = null
  const along = async (writer: Writer, { before, after }: Edited) => {
    const touched = touchedCodes(before, after)
    // Only themes are asked for by sites.
    if (after.about.id !== 'themes' || touched.length === 0) return
    const what = { about: 'themes', part: 'themes', subscriptions: null, touching: touched.map(themeTerm) } as const
    job = await askReroute(storage.tables, writer, { ...what, describe: true, id, at: now() })
  }
  const room: ThemeRoom = { storage, now, memory, along }
  return { room, job: () => job }
}

async function rehearsed(room: ThemesRoom, { before, after }: Edited, hearing: Hearing): Promise<ThemesChanged> {
  const touched = touchedCodes(before, after)
  if (after.about.id !== 'themes' || touched.length === 0) return { before, after, moves: NO_MOVES, job: null }
  const codes = climbed([before, after], touched)
  const thesaurus = await withTree(room, after)
  return { before, after, moves: await rehearseThemes(room, { touched, codes, thesaurus, ...hearing }), job: null }
}

async function follow(room: ThemesRoom, { before, after }: Edited, job: number | null): Promise<ThemesChanged> {
  if (before !== after) {
    const vocabulary = after.about.id
    await room.changed('themes')
    if (vocabulary !== 'themes') await describeAgain(room, { vocabulary, codes: touchedCodes(before, after) })
    // Lists filter by what was described meanwhile.
    await room.changed()
  }
  return { before, after, moves: NO_MOVES, job }
}

async function liveUnder({ storage, memory }: ThemesRoom, vocabulary: string, code: string): Promise<number> {
  const tree = await readTree(storage.read, storage.tables, vocabulary)
  return (await countThemes({ storage, memory }, tree)).get(code) ?? 0
}

async function kindsOf({ memory }: ThemesRoom, vocabulary: string): Promise<readonly KindUse[]> {
  const known = await memory()
  return kindsUsing(known, vocabulary).flatMap(({ serviceType: id, field: name }) => {
    const kind = known.serviceType(id)
    const required = kind?.fields.some((field) => field.name === name && field.required) === true
    return kind ? [{ id, name: kind.label.fr, required }] : []
  })
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
