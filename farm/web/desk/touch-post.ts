import { personOf } from '../../../pipeline/model/actor.ts'
import type { RawItem } from '../../../pipeline/model/field-types/field-type.ts'
import { fieldType } from '../../../pipeline/model/field-types.ts'
import { fail, ok, type Result } from '../../../pipeline/model/problem.ts'
import { keepFile } from '../../library/files.ts'
import { movePin, pinEntry, unpinEntry } from '../../sites/pin-entry.ts'
import { letGo, reintroduce } from '../../sites/reintroduce.ts'
import { retouchEntry, settleTouch, type Touchable } from '../../sites/retouch-entry.ts'
import type { Place } from '../../sites/touched.ts'
import type { Visit } from '../visit.ts'
import type { OwnSection } from './section-entries.ts'

/** What a person may do to an entry of a section, each with what undoes it. */
export const TOUCH_ACTS = {
  pin: 'unpin',
  unpin: 'pin',
  up: 'down',
  down: 'up',
  exclude: 'put-back',
  'put-back': 'exclude',
  bring: 'let-go',
  'let-go': 'bring',
} as const

/** One of them. */
export type TouchAct = keyof typeof TOUCH_ACTS

/** Whether a word of an address or a form is one of them. */
export function isTouchAct(word: string): word is TouchAct {
  return Object.hasOwn(TOUCH_ACTS, word)
}

/** Does to an entry of a section what a form asks. */
export async function hearAct(visit: Visit, place: Place, data: FormData): Promise<Result<unknown>> {
  const { farm } = visit
  const act = String(data.get('do') ?? '')
  const reason = text(data, 'reason').trim().slice(0, 2_000)
  if (!isTouchAct(act)) return fail({ code: 'nothing-waits' })
  switch (act) {
    case 'pin':
      return pinEntry(farm, { ...place, at: Number(/^\d{1,2}$/.exec(text(data, 'at'))?.[0] ?? 1) })
    case 'unpin':
      return unpinEntry(farm, place)
    case 'up':
    case 'down':
      return movePin(farm, { ...place, by: act })
    case 'exclude':
      return reason === ''
        ? fail({ code: 'reason-required', field: 'reason' })
        : farm.confirm({ ...place, shown: false, reason })
    case 'put-back':
      return farm.confirm({ ...place, shown: true, reason: '' })
    case 'bring':
      return reintroduce(farm, place)
    case 'let-go':
      return letGo(farm, place)
  }
}

/** Writes what a person says of an entry in a section, takes one field back, or settles one; answers which of them it was. */
export async function hearRetouch(
  visit: Visit,
  { place, section }: { readonly place: Place; readonly section: OwnSection },
  data: FormData,
): Promise<Result<'retouch' | 'undo' | 'ours' | 'theirs'>> {
  const { farm } = visit
  const [act = '', field = ''] = text(data, 'do').split(' ')
  const over = Number(data.get('over') ?? 0)
  if (act === 'ours' || act === 'theirs') {
    const settled = await settleTouch(farm, { ...place, field, keep: act })
    return settled.ok ? ok(act) : settled
  }
  if (act === 'undo') {
    const said = await retouchEntry(farm, { ...place, over: 0, raw: await originalOf(visit, place, field) })
    return said.ok ? ok('undo') : said
  }
  const image = data.has('image.there') ? await imageOf(visit, section, data) : ok(undefined)
  if (!image.ok) return image
  const raw = {
    ...(data.has('title') ? { title: text(data, 'title') } : {}),
    ...(data.has('summary') ? { summary: text(data, 'summary') } : {}),
    ...(image.value === undefined ? {} : { image: image.value }),
  }
  const said = await retouchEntry(farm, { ...place, over, raw })
  return said.ok ? ok('retouch') : said
}

async function originalOf(
  visit: Visit,
  { entry: id }: Place,
  name: string,
): Promise<Partial<Record<Touchable, RawItem>>> {
  const { entries } = visit.farm.ports
  const entry = await entries.get(id)
  const values = entry?.liveRevision ? ((await entries.revision(entry.liveRevision))?.values ?? {}) : {}
  const field = visit.memory.serviceType(entry?.serviceType ?? '')?.fields.find((one) => one.name === name)
  const value = values[name]
  if (!field) return {}
  return { [name]: value === undefined || value === null ? '' : fieldType(field.type).write(value) }
}

async function imageOf(
  { farm, actor }: Visit,
  { site }: OwnSection,
  data: FormData,
): Promise<Result<RawItem | undefined>> {
  if (data.has('image.none')) return ok('')
  const words = { alt: text(data, 'image.alt'), credit: text(data, 'image.credit') }
  const upload = data.get('image.upload')
  if (!(upload instanceof File) || upload.size + upload.name.length === 0)
    return ok(text(data, 'image.file') === '' ? undefined : { file: text(data, 'image.file'), ...words })
  const bytes = new Uint8Array(await upload.arrayBuffer())
  const about = {
    name: upload.name,
    wanted: 'image',
    organisation: site.organisation,
    person: personOf(actor),
  } as const
  const kept = await keepFile(farm, { ...about, bytes })
  // Shown again where something else stood in the way, so that it is not to be chosen twice.
  if (kept.ok) data.set('image.file', kept.value.id)
  return kept.ok
    ? ok({ file: kept.value.id, ...words })
    : fail(...kept.problems.map((one) => ({ ...one, field: 'image' })))
}

function text(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}
