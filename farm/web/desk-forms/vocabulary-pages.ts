import { ROLES } from '../../../pipeline/model/actor.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { VocabularyRules, VocabularyTree } from '../../../pipeline/model/theme.ts'
import { keepWaiting } from '../../sources/waiting-file.ts'
import { readTree } from '../../storage/knowledge/vocabulary-store.ts'
import { changeThemes, importThemes, type ThemesChanged } from '../../themes/change-themes.ts'
import { kindsUsing } from '../../themes/count-themes.ts'
import type { VocabularyImport } from '../../themes/import-vocabulary.ts'
import type { Visit } from '../visit.ts'
import { postedFile } from './posted-file.ts'
import { rehearsalFile } from './rehearsal-file.ts'
import { redirectTo } from './sign-in-first.ts'
import { mayManageThemes, sitesFollow } from './themes-page.ts'

/** What the page of the switches of a vocabulary shows. */
export interface RulesPage {
  readonly about: VocabularyTree['about']
  /** Kinds that have a field of it. */
  readonly kinds: readonly string[]
  readonly problems: readonly Problem[]
}

/** The page of the name and switches of a vocabulary: shown or saved; null for those who do not manage themes. */
export async function rulesPage(visit: Visit, id: string, request: Request): Promise<RulesPage | Response | null> {
  const about = visit.memory.thesaurus.vocabulary(id)
  if (!mayManageThemes(visit) || !about) return null
  const kinds = [...new Set(kindsUsing(visit.memory, id).map(({ serviceType }) => serviceType))]
  if (request.method !== 'POST') return { about, kinds, problems: [] }
  const data = await request.formData()
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const label = text('label-en') === '' ? { fr: text('label') } : { fr: text('label'), en: text('label-en') }
  const rules = rulesOf(data)
  const change = { do: 'rules', label, rules } as const
  const done = await changeThemes(visit.farm, { actor: visit.actor, vocabulary: id, change })
  if (!done.ok) return { about: { ...about, label, rules }, kinds, problems: done.problems }
  return redirectTo(visit.href(`/themes/${id}?done=rules`))
}

/** What the page of an import into a vocabulary shows. */
export interface VocabularyImportPage {
  readonly label: VocabularyTree['about']['label']
  readonly problems: readonly Problem[]
  /** The file rehearsed, what would become of it, and what it is kept as until it is applied. */
  readonly rehearsed:
    | {
        readonly file: string
        readonly retire: boolean
        readonly report: ThemesChanged & VocabularyImport
        /** What the person chose for the headings of a table, as the forms give it again. */
        readonly chosen: readonly (readonly [name: string, column: string])[]
      }
    | undefined
}

/** The page of an import into a vocabulary: asked, rehearsed, applied; null for those who do not manage themes. */
export async function vocabularyImportPage(
  visit: Visit,
  vocabulary: string,
  request: Request,
): Promise<VocabularyImportPage | Response | null> {
  const { farm, actor, memory } = visit
  const about = memory.thesaurus.vocabulary(vocabulary)
  if (!mayManageThemes(visit) || !about) return null
  const blank = { label: about.label, problems: [], rehearsed: undefined }
  if (request.method !== 'POST') return blank
  const data = await request.formData()
  const retire = data.get('retire') === 'yes'
  const waiting = data.get('waiting')
  const bytes = await postedFile(visit, data)
  if (!bytes) return { ...blank, problems: [{ code: 'file-required', field: 'file' }] }
  const chosen = chosenColumns(data)
  const mapping = Object.fromEntries(chosen.map(([name, column]) => [name.slice(COLUMN.length), column]))
  const asFile = data.get('do') === 'file'
  const rehearse = typeof waiting !== 'string' || data.get('do') === 'try' || asFile
  const asked = { actor, vocabulary, bytes, retireMissing: retire, rehearse, mapping }
  const moves = asFile ? await rehearsalFile(visit, (how) => importThemes(farm, asked, how)) : undefined
  if (moves?.ok) return moves.value
  const done = moves ?? (await importThemes(farm, asked))
  if (!done.ok) return { ...blank, problems: done.problems.map((problem) => ({ ...problem, field: 'file' })) }
  if (!asked.rehearse)
    return redirectTo(visit.href(`/themes/${vocabulary}?done=import${await sitesFollow(visit, done.value)}`))
  const file = typeof waiting === 'string' ? waiting : await keepWaiting(farm.files, bytes)
  return { ...blank, rehearsed: { file, retire, report: done.value, chosen } }
}

/** Before the name of a heading in the forms of an import. */
export const COLUMN = 'column:'

function chosenColumns(data: FormData): (readonly [name: string, column: string])[] {
  return [...data].flatMap(([name, value]) =>
    name.startsWith(COLUMN) && typeof value === 'string' ? [[name, value] as const] : [],
  )
}

/** Begins a vocabulary of that id and name; answers its problems, or leads to it. */
export async function beginVocabulary(visit: Visit, request: Request): Promise<readonly Problem[] | Response> {
  const data = await request.formData()
  const id = String(data.get('id') ?? '').trim()
  const fr = String(data.get('label') ?? '').trim()
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(id)) return [{ code: 'bad-theme-code', field: 'id', params: { value: id } }]
  const { storage } = visit.farm
  const held = await readTree(storage.read, storage.tables, id)
  if (held.concepts.size > 0 || visit.memory.thesaurus.vocabulary(id))
    return [{ code: 'theme-code-taken', field: 'id', params: { value: id, by: held.about.label.fr } }]
  const change = { do: 'rules', label: { fr }, rules: {} } as const
  const done = await changeThemes(visit.farm, { actor: visit.actor, vocabulary: id, change })
  return done.ok ? redirectTo(visit.href(`/themes/${id}`)) : done.problems
}

function rulesOf(data: FormData): VocabularyRules {
  const all = (name: string) => data.getAll(name).filter((one) => typeof one === 'string')
  const role = ROLES.find((one) => one === data.get('assigned_by'))
  return {
    one: data.get('one') === 'yes',
    required_on: all('required_on'),
    only_on: all('only_on'),
    ...(role === undefined ? {} : { assigned_by: role }),
  }
}
