import type { Field } from '../../../pipeline/model/field.ts'
import type { RawItem, RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { Thesaurus } from '../../../pipeline/model/theme.ts'
import { CONTROL_PARTS, type Control, controlName, controlOf } from './control.ts'

/** A file chosen in the form, and where its id goes once it is kept. */
export interface ChosenFile {
  readonly field: Field
  /** Place in the list of a `many` field, else 0. */
  readonly index: number
  readonly file: File
}

/** What someone typed, as it was typed. */
export interface EntryForm {
  readonly raw: Readonly<Record<string, RawValue>>
  readonly chosen: readonly ChosenFile[]
}

/** Reads the generated form of a service type; nothing typed is judged or lost here. */
export function readEntryForm(serviceType: ServiceType, data: FormData, thesaurus: Thesaurus): EntryForm {
  const raw: Record<string, RawValue> = {}
  const chosen: ChosenFile[] = []
  for (const field of serviceType.fields) {
    // Nobody types it: `submit` keeps the one that stands.
    if (field.type === 'original') continue
    const control = controlOf(field, thesaurus)
    raw[field.name] = readControl({ field, control, data })
    if (control === 'image' || control === 'file') chosen.push(...chosenFiles(field, data))
  }
  return { raw, chosen }
}

/** Puts the ids of kept files in their place, with their names where the field keeps one. */
export function withKept(
  raw: Readonly<Record<string, RawValue>>,
  kept: readonly (ChosenFile & { readonly id: string; readonly name: string })[],
): Record<string, RawValue> {
  const whole: Record<string, RawValue> = { ...raw }
  for (const { field, index, id, name } of kept) {
    const item = { file: id, ...(field.type === 'file' ? { name } : {}) }
    const before = whole[field.name]
    if (field.many && isItems(before))
      whole[field.name] = before.map((one, i) => (i === index ? merged(one, item) : one))
    else if (before !== undefined && !isItems(before)) whole[field.name] = merged(before, item)
  }
  return whole
}

interface Reading {
  readonly field: Field
  readonly control: Control
  readonly data: FormData
}

function readControl({ field, control, data }: Reading): RawValue {
  const name = controlName(field.name)
  const parts = CONTROL_PARTS[control]
  if (parts)
    return field.many
      ? indexes(field, data).map((i) => readParts({ field, control, data }, [i]))
      : readParts({ field, control, data }, [])
  if (control === 'boxes' || control === 'tree') return data.getAll(name).filter((one) => typeof one === 'string')
  if (control === 'lines' || control === 'suggest-many')
    return linesOf(text(data, name)).map((line) => named(line, field))
  const typed = text(data, name)
  return field.many ? linesOf(typed) : control === 'suggest' ? named(typed, field) : typed
}

function readParts({ field, control, data }: Reading, at: readonly number[]): Readonly<Record<string, string>> {
  const name = (part: string) => controlName(field.name, ...at, part)
  const parts = Object.fromEntries((CONTROL_PARTS[control] ?? []).map((part) => [part, text(data, name(part))]))
  if (data.has(name('remove'))) return Object.fromEntries(Object.keys(parts).map((part) => [part, '']))
  return control === 'address' ? { ...parts, commune: chosenCommune(parts) } : parts
}

/**
 * The commune chosen for an address: a radio's key, or `key|town|postcode` as rendered, which only holds while town and
 * postcode are still those.
 */
function chosenCommune({ commune = '', town = '', postcode = '' }: Record<string, string>): string {
  const [key = '', ...rendered] = commune.split('|')
  return rendered.length === 0 || (rendered[0] === town && rendered[1] === postcode) ? key : ''
}

/** A suggested entry is written `Title (n° 12)`: its number is what counts. */
function named(written: string, field: Field): string {
  if (field.type !== 'reference') return written
  return /\(n°\s*(\d+)\)\s*$/.exec(written)?.[1] ?? written
}

function chosenFiles(field: Field, data: FormData): ChosenFile[] {
  const places = field.many ? indexes(field, data).map((at, index) => ({ at: [at], index })) : [{ at: [], index: 0 }]
  return places.flatMap(({ at, index }) => {
    const file = data.get(controlName(field.name, ...at, 'upload'))
    return file instanceof File && file.size + file.name.length > 0 ? [{ field, index, file }] : []
  })
}

function indexes(field: Field, data: FormData): number[] {
  const prefix = `${controlName(field.name)}.`
  const found = [...data.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => Number(key.slice(prefix.length).split('.')[0]))
  return [...new Set(found)].filter((index) => Number.isInteger(index) && index >= 0).sort((a, b) => a - b)
}

function text(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}

function linesOf(typed: string): string[] {
  return typed
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function isItems(raw: RawValue | undefined): raw is readonly RawItem[] {
  return Array.isArray(raw)
}

function merged(item: RawItem, kept: Readonly<Record<string, string>>): RawItem {
  return typeof item === 'string' ? kept : { ...item, ...kept }
}
