import type { Problem } from '../../../pipeline/model/problem.ts'
import type { Visit } from '../visit.ts'
import { draftOf } from './condition-draft.ts'
import { draftJson } from './draft-json.ts'
import { actOn, type TreeAct } from './move-draft.ts'
import { conditionAsked, type ServiceForm } from './service-form.ts'
import { TRANSFORM_KINDS, type TransformDraft } from './transform-drafts.ts'

/** A form drawn again, with everything typed kept. */
export interface Redrawn {
  readonly form: ServiceForm
  readonly problems: readonly Problem[]
  /** Place the button was about, where the page shows itself again. */
  readonly place: string | undefined
}

/** What a button of the builder makes of the form; undefined for buttons that save, try or remove. */
export function redrawService(form: ServiceForm, data: FormData, visit: Visit): Redrawn | undefined {
  const [act = '', place = ''] = String(data.get('do') ?? '').split(' ')
  const kept = { form, problems: [], place: undefined }
  if (act === 'show') return kept
  if (act === 'by-hand') {
    const json = form.json ?? JSON.stringify(draftJson(form.when, visit).json, null, 2)
    return { ...kept, form: { ...form, json } }
  }
  if (act === 'by-rows') return byRows(form, visit)
  const does = ACTS.find((one) => one === act)
  if (!does) return undefined
  const kind = String(data.get(`${place}.add`) ?? '')
  if (place.startsWith('change'))
    return { ...kept, form: { ...form, transforms: changed(form, { act: does, place, kind }) }, place }
  const { root, place: at } = actOn(form.when, { act: does, place, kind })
  return { ...kept, form: { ...form, when: root }, place: at }
}

const ACTS = ['add', 'drop', 'up', 'down'] as const

// What is not valid JSON stays in its box until it is.
function byRows(form: ServiceForm, visit: Visit): Redrawn {
  const read = conditionAsked(form, visit)
  if (form.json === undefined || !read.ok) return { form, problems: read.ok ? [] : read.problems, place: undefined }
  const when = draftOf(read.value, visit)
  const grouped = 'parts' in when && when.kind !== 'none' ? when : ({ kind: 'all', parts: [when] } as const)
  return { form: { ...form, json: undefined, when: grouped }, problems: [], place: undefined }
}

function changed({ transforms }: ServiceForm, { act, place, kind }: TreeAct): readonly TransformDraft[] {
  if (act === 'add')
    return [...transforms, { kind: TRANSFORM_KINDS.find((one) => one === kind) ?? 'mention', said: {} }]
  const index = Number(place.split('.')[1])
  const row = transforms[index]
  if (!row) return transforms
  const others = transforms.toSpliced(index, 1)
  return act === 'drop' ? others : others.toSpliced(Math.max(0, index + (act === 'up' ? -1 : 1)), 0, row)
}
