import { may } from '../../../pipeline/model/may.ts'
import { fail, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import type { PlacedConcept, VocabularyTree } from '../../../pipeline/model/theme.ts'
import { readTree } from '../../storage/knowledge/vocabulary-store.ts'
import { changeThemes, type ThemesChanged } from '../../themes/change-themes.ts'
import type { VocabularyChange } from '../../themes/change-vocabulary.ts'
import { countThemes } from '../../themes/count-themes.ts'
import { type LastEdit, lastEdit } from '../../themes/edit-vocabulary.ts'
import type { Visit } from '../visit.ts'
import { followAwhile } from './follow-awhile.ts'
import { rehearsalFile } from './rehearsal-file.ts'
import { redirectTo } from './sign-in-first.ts'
import { readThemeForm, type ThemeForm } from './theme-form.ts'

/** What the page of a vocabulary shows. */
export interface ThemesPage {
  readonly tree: VocabularyTree
  /** Published entries under each concept. */
  readonly counts: ReadonlyMap<string, number>
  /** The concept that is open beside the tree. */
  readonly open: PlacedConcept | undefined
  readonly last: LastEdit | undefined
  readonly problems: readonly Problem[]
  /** What was typed, when it comes back. */
  readonly form: ThemeForm | undefined
  /** What saving would change on sites, shown before it is. */
  readonly rehearsed: ThemesChanged | undefined
}

/** Changes that may move entries from site to site are shown before they are saved. */
const SHOWN_FIRST: readonly VocabularyChange['do'][] = ['move', 'merge', 'retire']

/** The page of a vocabulary: shown, rehearsed or changed; null for those who do not manage themes. */
export async function themesPage(
  visit: Visit,
  vocabulary: string,
  request: Request,
): Promise<ThemesPage | Response | null> {
  if (!mayManageThemes(visit) || !visit.memory.thesaurus.vocabulary(vocabulary)) return null
  const page = await shown(visit, vocabulary, new URL(request.url).searchParams.get('term'))
  if (request.method !== 'POST') return page
  const form = readThemeForm(await request.formData())
  const change = changeOf(visit, page.tree, form)
  if (!change.ok) return { ...page, form, problems: change.problems }
  const rehearse = (SHOWN_FIRST.includes(change.value.do) && !form.confirmed) || form.asFile
  const changing = { actor: visit.actor, vocabulary, change: change.value, rehearse }
  const file = form.asFile ? await rehearsalFile(visit, (how) => changeThemes(visit.farm, changing, how)) : undefined
  if (file?.ok) return file.value
  const done = file ?? (await changeThemes(visit.farm, changing))
  if (!done.ok) return { ...page, form, problems: done.problems }
  if (rehearse) return { ...page, form, rehearsed: done.value }
  const did = change.value.do === 'undo' && isUndone(page.last) ? 'redo' : change.value.do
  const next = `/themes/${vocabulary}?done=${did}${termOf(change.value, done.value)}`
  return redirectTo(visit.href(`${next}${await sitesFollow(visit, done.value)}`))
}

/** Whether the last thing done was to take a change back: taking that back makes it again. */
export function isUndone(last: LastEdit | undefined): boolean {
  return last?.said.do === 'undo' && last.said.again !== true
}

/** Whether this person manages the subjects of the network. */
export function mayManageThemes({ actor, memory }: Pick<Visit, 'actor' | 'memory'>): boolean {
  return may(actor, { action: 'manage-themes' }, memory).yes
}

async function shown({ farm }: Visit, vocabulary: string, term: string | null): Promise<ThemesPage> {
  const { storage } = farm
  const tree = await readTree(storage.read, storage.tables, vocabulary)
  const [counts, last] = await Promise.all([countThemes(farm, tree), lastEdit(storage, vocabulary)])
  const open = term === null ? undefined : tree.concepts.get(tree.aliases.get(term) ?? term)
  return { tree, counts, open, last, problems: [], form: undefined, rehearsed: undefined }
}

function changeOf(visit: Visit, tree: VocabularyTree, form: ThemeForm): Result<VocabularyChange> {
  const { code, label, synonyms, notations } = form
  const said = { label, synonyms, notations: notations.found }
  if (notations.bad.length > 0)
    return fail({ code: 'bad-notation', field: 'notations', params: { value: notations.bad[0] ?? '' } })
  const chosen = chosenCode(visit, tree, form.target)
  const found = chosen ?? form.target
  switch (form.do) {
    case 'add':
      return { ok: true, value: { do: 'add', code: code || slugOf(label.fr), broader: form.broader, ...said } }
    case 'describe':
      return { ok: true, value: { do: 'describe', code, ...said } }
    case 'up':
    case 'down':
      return { ok: true, value: { do: 'shift', code, by: form.do } }
    case 'move':
      return { ok: true, value: { do: 'move', code, broader: found === '' ? null : found } }
    case 'merge':
      if (found === '') return fail({ code: 'required', field: 'into' })
      return { ok: true, value: { do: 'merge', code, into: found } }
    case 'retire':
      return { ok: true, value: { do: 'retire', code, into: found === '' ? null : found } }
    case 'undo':
      return { ok: true, value: { do: 'undo' } }
  }
}

// A big vocabulary is not listed: one writes a code, a label or a synonym.
function chosenCode({ memory }: Visit, tree: VocabularyTree, text: string): string | undefined {
  return tree.concepts.has(text) ? text : memory.thesaurus.resolve(tree.about.id, text)?.code
}

function slugOf(label: string): string {
  const plain = label.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
}

function termOf(change: VocabularyChange, { after: tree }: ThemesChanged): string {
  const code = change.do === 'merge' ? change.into : 'code' in change ? change.code : undefined
  return code !== undefined && tree.concepts.has(code) ? `&term=${encodeURIComponent(code)}` : ''
}

/** Lets sites follow a change of themes; answers by which job, for the address of the next page. */
export async function sitesFollow({ farm }: Visit, { job }: ThemesChanged): Promise<string> {
  if (job === null) return ''
  await followAwhile(farm, job)
  return `&job=${job}`
}
