import type { Actor } from '../../pipeline/model/actor.ts'
import { ROLES, type Role } from '../../pipeline/model/actor.ts'
import type { LocalText } from '../../pipeline/model/local-text.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { VocabularyRules, VocabularyTree } from '../../pipeline/model/theme.ts'
import { changeTree, type TreeChange } from './change-tree.ts'
import { type Edited, editVocabulary, lastEdit, type ThemeRoom } from './edit-vocabulary.ts'
import { withDifference } from './tree-difference.ts'

/** What may be done to a vocabulary by hand. */
export type VocabularyChange =
  | TreeChange
  /** Takes the last change back; done again, it is there again. */
  | { readonly do: 'undo' }
  /** Its name and its switches. */
  | { readonly do: 'rules'; readonly label: LocalText; readonly rules: VocabularyRules }

/** Who changes what in which vocabulary. */
export interface ChangingVocabulary {
  readonly actor: Actor
  readonly vocabulary: string
  readonly change: VocabularyChange
  readonly rehearse?: boolean
}

/** Changes a vocabulary by hand, or tells what it would be; the memory is not told yet. */
export async function changeVocabulary(
  room: ThemeRoom & ThemeUse,
  { change, ...asked }: ChangingVocabulary,
): Promise<Result<Edited>> {
  if (change.do === 'undo') {
    const last = await lastEdit(room.storage, asked.vocabulary)
    if (!last) return fail({ code: 'theme-nothing-to-undo' })
    const undone = last.said.do === 'undo' ? last.said.was : undefined
    const said = { do: 'undo', was: undone ?? last.said.do, again: undone !== undefined }
    return editVocabulary(room, { ...asked, said, edit: (held) => ok(withDifference(held, last.back)) })
  }
  if (change.do === 'rules') {
    const { label, rules } = change
    const barred = await barredKinds(room, asked.vocabulary, rules)
    return editVocabulary(room, {
      ...asked,
      said: { do: 'rules' },
      edit: (held) => (barred.length > 0 ? neededThere(barred) : withRules(held, { label, rules })),
    })
  }
  const used = change.do === 'retire' ? await room.liveUnder(asked.vocabulary, change.code) : 0
  return editVocabulary(room, {
    ...asked,
    said: { do: change.do, code: change.code },
    edit: (held) => (heirless(held, change) && used > 0 ? needsHeir(used) : changeTree(held, change)),
  })
}

/** How vocabularies are used. */
export interface ThemeUse {
  /** Live entries about that concept. */
  liveUnder(vocabulary: string, code: string): Promise<number>
  /** Kinds that have a field of it, by name, and whether they declare it required. */
  kindsOf(vocabulary: string): Promise<readonly KindUse[]>
}

/** A kind of entries that uses a vocabulary. */
export interface KindUse {
  readonly id: string
  readonly name: string
  readonly required: boolean
}

// A kind that must have a term and may have none could never be proposed again.
async function barredKinds(
  use: ThemeUse,
  vocabulary: string,
  { only_on = [], required_on = [] }: VocabularyRules,
): Promise<readonly string[]> {
  if (only_on.length === 0) return []
  const kinds = await use.kindsOf(vocabulary)
  const needing = kinds.filter(({ id, required }) => required || required_on.includes(id))
  return [...new Set(needing.filter(({ id }) => !only_on.includes(id)).map(({ name }) => name))]
}

function heirless({ concepts }: VocabularyTree, change: TreeChange): boolean {
  if (change.do !== 'retire' || change.into !== null) return false
  const broader = concepts.get(change.code)?.broader
  return broader === undefined || !concepts.has(broader)
}

function needsHeir(count: number) {
  return fail({ code: 'theme-heir-needed', field: 'into', params: { count } })
}

function neededThere(kinds: readonly string[]) {
  return fail({ code: 'vocabulary-needed-elsewhere', field: 'only_on', params: { value: kinds.join(', ') } })
}

function withRules(
  held: VocabularyTree,
  { label, rules }: Pick<VocabularyTree['about'], 'label' | 'rules'>,
): Result<VocabularyTree> {
  if (label.fr.trim() === '') return fail({ code: 'required', field: 'label' })
  return ok({ ...held, about: { ...held.about, label, rules: saidRules(rules) } })
}

// Only what restricts is written: nothing said means no restriction.
function saidRules({ one, required_on = [], only_on = [], assigned_by }: VocabularyRules): VocabularyRules {
  return {
    ...(one ? { one } : {}),
    ...(required_on.length > 0 ? { required_on } : {}),
    ...(only_on.length > 0 ? { only_on } : {}),
    ...(assigned_by !== undefined && assigned_by !== LIGHTEST ? { assigned_by } : {}),
  }
}

const LIGHTEST: Role = ROLES[0]
