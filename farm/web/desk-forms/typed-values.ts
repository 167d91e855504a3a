import type { Values } from '../../../pipeline/model/entry.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import type { RawItem, RawValue, ShowContext, StoredValue } from '../../../pipeline/model/field-types/field-type.ts'
import { fieldType } from '../../../pipeline/model/field-types.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { isList, storedText } from '../../../pipeline/model/written/parts.ts'
import { type Control, controlOf } from './control.ts'

/** What looking values up for a form takes. */
export interface Typing {
  readonly show: ShowContext
  /** Titles of the entries the values refer to. */
  readonly titles: ReadonlyMap<number, string>
}

/** Stored values the way a person would have typed them; reading the form again gives the same values. */
export function typedValues(serviceType: ServiceType, values: Values, typing: Typing): Record<string, RawValue> {
  const raw: Record<string, RawValue> = {}
  for (const field of serviceType.fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined
    if (value === undefined || value === null) continue
    const control = controlOf(field, typing.show.thesaurus)
    const one = (item: StoredValue) => typed(item, { field, control, ...typing })
    raw[field.name] = field.many && isList(value) ? value.map(one) : one(value)
  }
  return raw
}

/** Entries the values of this kind refer to, whose titles the form shows. */
export function referredTo(serviceType: ServiceType, values: Values): number[] {
  return serviceType.fields
    .filter((field) => field.type === 'reference')
    .flatMap((field) => [values[field.name] ?? []].flat())
    .filter((value) => typeof value === 'number')
}

interface Typed extends Typing {
  readonly field: Field
  readonly control: Control
}

function typed(item: StoredValue, { field, control, show, titles }: Typed): RawItem {
  const type = fieldType(field.type)
  const written = type.write(item)
  if (typeof written !== 'string') return readable(written, show)
  const candidates = SHOWN.has(control) && !EXACT.has(field.type) ? friendly(item, { field, show, titles }) : []
  // Only a form that reads back to the very same value may stand for it.
  const wanted = JSON.stringify(item)
  const same = candidates.find((text) => {
    const reading = type.read(text.replace(/^.*\(n° (\d+)\)$/, field.type === 'reference' ? '$1' : '$&'), field, show)
    return 'value' in reading && JSON.stringify(reading.value) === wanted
  })
  return same ?? written
}

// Chosen from a list by its code, or edited by a control that wants the machine's form.
const SHOWN: ReadonlySet<Control> = new Set(['line', 'lines', 'suggest', 'suggest-many'])
const EXACT: ReadonlySet<string> = new Set(['text', 'url', 'email', 'integer'])

function friendly(
  item: StoredValue,
  { field, show, titles }: { readonly field: Field; readonly show: ShowContext; readonly titles: Typing['titles'] },
): string[] {
  const shown = fieldType(field.type)
    .show(item, field, show)
    .replace(/[\u00a0\u202f]/g, ' ')
  if (field.type === 'territory') return [`${shown} (${show.gazetteer.get(storedText(item))?.code ?? ''})`, shown]
  if (field.type !== 'reference') return [shown]
  const title = typeof item === 'number' ? titles.get(item) : undefined
  return title === undefined ? [] : [`${title} (n° ${item})`]
}

// French writes decimals with a comma, and whole euros without any.
function readable(
  parts: Readonly<Record<string, string>>,
  { language }: ShowContext,
): Readonly<Record<string, string>> {
  const { currency, ...others } = parts
  if (currency === undefined) return parts
  const mark = language === 'fr' ? ',' : '.'
  return Object.fromEntries(
    Object.entries(others).map(([name, amount]) => [name, amount.replace(/\.00$/, '').replace('.', mark)]),
  )
}
