import type { Values } from '../../pipeline/model/entry.ts'
import type { RawItem } from '../../pipeline/model/field-types/field-type.ts'
import { fieldType } from '../../pipeline/model/field-types.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { Touch } from '../../pipeline/model/touch.ts'
import { mergeTouch, sayFields, settleClash } from '../../pipeline/routing/touch.ts'
import type { SiteRoom } from './site-room.ts'
import { type OpenedPlace, openPlace, type Place, writeWord } from './touched.ts'

/** Fields a site may say otherwise. */
export const TOUCHABLE = ['title', 'summary', 'image'] as const

/** A field a site may say otherwise. */
export type Touchable = (typeof TOUCHABLE)[number]

/** The fields of a kind that a site may say otherwise. */
export function touchableOf({ fields }: ServiceType): readonly Touchable[] {
  return TOUCHABLE.filter((name) => fields.some((field) => field.name === name && !field.confidential))
}

/** What a site says of an entry in one of its sections, field by field; those not named stay as they are there. */
export interface Retouching extends Place {
  readonly raw: Readonly<Partial<Record<Touchable, RawItem>>>
  /** Revision that was read when it was written: what was corrected since is a clash, not overwritten unseen. */
  readonly over: number
}

/**
 * Says title, summary or image of an entry otherwise in one section; saying it as the entry does undoes it. Problems: those of
 * opening it, `not-shown-here`, and of reading each field.
 */
export async function retouchEntry(room: SiteRoom, retouching: Retouching): Promise<Result<Touch>> {
  const opened = await openPlace(room, retouching)
  if (!opened.ok) return opened
  const { delivery, entry, touch, values } = opened.value
  if (delivery?.state !== 'live') return fail({ code: 'not-shown-here' })
  const said = readSaid(room, opened.value, retouching.raw)
  if (!said.ok) return said
  const read = await room.ports.entries.revision(retouching.over)
  const over = read?.entry === entry.id ? read.values : values
  return writeFields(room, opened.value, {
    touch: mergeTouch(sayFields(touch, said.value, over), values),
    kind: 'retouched',
  })
}

/** Settles a field corrected upstream: `ours` keeps what the site says over the correction, `theirs` lets it in. */
export async function settleTouch(
  room: SiteRoom,
  settling: Place & { readonly field: string; readonly keep: 'ours' | 'theirs' },
): Promise<Result<Touch>> {
  const opened = await openPlace(room, settling)
  if (!opened.ok) return opened
  const { touch, values } = opened.value
  const { field, keep } = settling
  if (!touch.clashes.includes(field)) return fail({ code: 'nothing-to-settle' })
  const settled = settleClash(touch, { field, keep, upstream: values })
  return writeFields(room, opened.value, { touch: settled, kind: 'settled', data: { field, keep } })
}

interface Writing {
  readonly touch: Touch
  readonly kind: 'retouched' | 'settled'
  readonly data?: Record<string, unknown>
}

async function writeFields(
  room: SiteRoom,
  opened: OpenedPlace,
  { touch, kind, data }: Writing,
): Promise<Result<Touch>> {
  const before = JSON.stringify([opened.touch.fields, opened.touch.clashes])
  if (JSON.stringify([touch.fields, touch.clashes]) === before) return ok(touch)
  const said = Object.fromEntries(Object.entries(touch.fields).map(([name, { value }]) => [name, value]))
  const written = await writeWord(room, opened, { kind, touches: [touch], data: data ?? { fields: said } })
  return written.ok ? ok(touch) : written
}

function readSaid(room: SiteRoom, { serviceType, knowledge }: OpenedPlace, raw: Retouching['raw']): Result<Values> {
  const context = { gazetteer: knowledge.gazetteer, thesaurus: knowledge.thesaurus, now: room.ports.now() }
  const said: Record<string, Values[string]> = {}
  const problems: Problem[] = []
  for (const name of touchableOf(serviceType)) {
    const field = serviceType.fields.find((one) => one.name === name)
    const typed = raw[name]
    if (!field || typed === undefined) continue
    const reading = fieldType(field.type).read(typed, field, context)
    if ('problem' in reading)
      problems.push({ ...reading.problem, field: [name, reading.problem.field].filter(Boolean).join('.') })
    else if ('value' in reading) said[name] = reading.value
    else if (name === 'title') problems.push({ code: 'required', field: name })
    else said[name] = null
  }
  return problems.length > 0 ? fail(...problems) : ok(said)
}
