import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import type { StoredValue } from '../../../pipeline/model/field-types/field-type.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Touch } from '../../../pipeline/model/touch.ts'
import { storedPart } from '../../../pipeline/model/written/parts.ts'
import { applyTouch } from '../../../pipeline/routing/touch.ts'
import { touchableOf } from '../../sites/retouch-entry.ts'
import type { Visit } from '../visit.ts'
import type { OwnSection } from './section-entries.ts'
import { type Piece, textDiff } from './text-diff.ts'

/** One field of an entry, as written and as the site says it. */
export interface RetouchField {
  readonly name: string
  readonly label: string
  readonly original: string
  readonly here: string
  readonly touched: boolean
  /** Stored pictures, for the field that is one. */
  readonly pictures: { readonly original: PictureParts; readonly here: PictureParts } | undefined
}

/** A picture in its parts, empty where there is none. */
export interface PictureParts {
  readonly file: string
  readonly alt: string
  readonly credit: string
}

/** A field corrected upstream and said otherwise here: the three texts, the later two with what changed since the first. */
export interface RetouchClash {
  readonly field: string
  readonly label: string
  readonly before: string
  readonly corrected: readonly Piece[]
  readonly here: readonly Piece[]
}

/** What retouching an entry for a section starts from. */
export interface RetouchView {
  readonly entry: Entry
  readonly touch: Touch | undefined
  /** Title as the section shows it. */
  readonly title: string
  /** It shows there now. */
  readonly shown: boolean
  /** Revision the original texts are of. */
  readonly over: number
  /** Fields that may be said otherwise, those to settle first left out. */
  readonly fields: readonly RetouchField[]
  readonly clashes: readonly RetouchClash[]
}

/** Opens an entry of a section to be retouched; undefined when the section never held it, or it is no longer published. */
export async function retouchView(visit: Visit, section: OwnSection, id: number): Promise<RetouchView | undefined> {
  const { entries } = visit.farm.ports
  const [entry, deliveries] = await Promise.all([entries.get(id), entries.deliveries([id])])
  const delivery = deliveries.find((one) => one.subscription === section.subscription.id)
  const serviceType = entry && visit.memory.serviceType(entry.serviceType)
  if (!delivery || !entry || !serviceType || entry.liveRevision === null) return undefined
  const { touch } = delivery
  const values = (await entries.revision(entry.liveRevision))?.values ?? {}
  const here = applyTouch(values, touch?.fields ?? {})
  const touchable = touchableOf(serviceType).flatMap(
    (name) => serviceType.fields.find((one) => one.name === name) ?? [],
  )
  const clashing = new Set(touch?.clashes ?? [])
  return {
    entry,
    touch,
    title: typeof here.title === 'string' ? here.title : entry.title,
    shown: delivery.state === 'live',
    over: entry.liveRevision,
    fields: touchable.filter(({ name }) => !clashing.has(name)).map((field) => fieldOf(visit, { field, values, here })),
    clashes: touchable.flatMap((field) => clashOf(visit, { field, values, touch })),
  }
}

function fieldOf(
  { language }: Visit,
  { field, values, here }: { readonly field: Field; readonly values: Values; readonly here: Values },
): RetouchField {
  const { name } = field
  const [original, said] = [values[name], here[name]]
  const pictures = field.type === 'image' ? { original: partsOf(original), here: partsOf(said) } : undefined
  const touched = JSON.stringify(original ?? null) !== JSON.stringify(said ?? null)
  const label = inLanguage(field.label, language)
  return { name, label, original: textOf(original), here: textOf(said), touched, pictures }
}

function clashOf(
  { language }: Visit,
  { field, values, touch }: { readonly field: Field; readonly values: Values; readonly touch: Touch | undefined },
): RetouchClash[] {
  const touched = touch?.clashes.includes(field.name) ? touch.fields[field.name] : undefined
  if (!touched) return []
  const before = textOf(touched.base)
  const since = (value: StoredValue | undefined) =>
    textDiff(before, textOf(value)).filter((piece) => piece.kind !== 'gone')
  const label = inLanguage(field.label, language)
  return [{ field: field.name, label, before, corrected: since(values[field.name]), here: since(touched.value) }]
}

function partsOf(value: StoredValue | undefined): PictureParts {
  const part = (name: string) => storedPart(value ?? null, name)
  return { file: part('file'), alt: part('alt'), credit: part('credit') }
}

function textOf(value: StoredValue | undefined): string {
  if (typeof value === 'string') return value
  const { alt, credit } = partsOf(value)
  return [alt, credit].filter(Boolean).join(' — ')
}
