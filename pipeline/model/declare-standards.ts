import type { Field, FieldTypeId } from './field.ts'
import { fieldType } from './field-types.ts'
import { DATE_LIKE } from './instant.ts'
import type { JsonPlace } from './json-place.ts'
import {
  type CalendarTerms,
  type CardTerms,
  ENTRY_FACTS,
  type NodeTerms,
  type Standards,
  type Term,
} from './standards.ts'

/** Reads the standards of a declaration; those of its `exports` that need terms have them, and none is told twice or for nothing. */
export function declareStandards(
  place: JsonPlace,
  { exports, known }: { readonly exports: readonly string[]; readonly known: ReadonlyMap<string, Field> },
): Standards {
  if (place.exists) place.only(STANDARDS)
  for (const name of STANDARDS) {
    if (exports.includes(name) && !place.at(name).exists)
      place.at(name).problem('bad-declaration-missing', { value: name })
    if (!exports.includes(name) && place.at(name).exists) place.at(name).problem('bad-declaration-useless')
  }
  const [ical, vcard, jsonLd] = [place.at('ical'), place.at('vcard'), place.at('json-ld')]
  return {
    ...(ical.exists ? { ical: calendarTerms(ical, known) } : {}),
    ...(vcard.exists ? { vcard: cardTerms(vcard, known) } : {}),
    ...(jsonLd.exists ? { 'json-ld': nodeTerms(jsonLd, known) } : {}),
  }
}

type KnownFields = ReadonlyMap<string, Field>

const STANDARDS = ['ical', 'vcard', 'json-ld']
const DATES: ReadonlySet<FieldTypeId> = new Set(['date', 'partial-date'] as const)

function calendarTerms(place: JsonPlace, known: KnownFields): CalendarTerms {
  place.only(['start', 'end', 'recurrence', 'hours', 'closed', 'location', 'organiser', 'cancelled', 'tentative'])
  if (!place.at('start').exists && !place.at('hours').exists)
    place.at('start').problem('bad-declaration-missing', { value: 'start' })
  return {
    ...named({ place, name: 'start', known, types: DATE_LIKE }),
    ...named({ place, name: 'end', known, types: DATE_LIKE }),
    ...named({ place, name: 'recurrence', known, types: new Set(['recurrence'] as const) }),
    ...named({ place, name: 'hours', known, types: new Set(['opening-hours'] as const) }),
    ...named({ place, name: 'closed', known, types: DATES }),
    ...named({ place, name: 'location', known, types: new Set(['address'] as const) }),
    ...named({ place, name: 'organiser', known }),
    ...choices(place, 'cancelled', known),
    ...choices(place, 'tentative', known),
  }
}

function cardTerms(place: JsonPlace, known: KnownFields): CardTerms {
  const single = ['family', 'given', 'organisation', 'role', 'address', 'url', 'note']
  place.only(['kind', 'phone', 'email', ...single])
  const listed = (name: string) =>
    place.at(name).exists
      ? place
          .at(name)
          .items()
          .map((item) => openField(item, known))
      : []
  return {
    kind: place.at('kind').oneOf(['individual', 'org', 'location']),
    ...Object.assign({}, ...single.map((name) => named({ place, name, known }))),
    phone: listed('phone'),
    email: listed('email'),
  }
}

function nodeTerms(place: JsonPlace, known: KnownFields): NodeTerms {
  place.only(['type', 'each', 'properties'])
  const properties = place.at('properties')
  return {
    type: place.at('type').text(),
    ...named({ place, name: 'each', known }),
    properties: Object.fromEntries(properties.members().map((name) => [name, termOf(properties.at(name), known)])),
  }
}

function termOf(place: JsonPlace, known: KnownFields): Term {
  if (place.isText) return textTerm(place, known)
  if (place.isList) return place.items().map((item) => termOf(item, known))
  if (place.at('type').exists) return nodeTerms(place, known)
  if (place.at('text').exists) {
    place.only(['text'])
    return { text: place.at('text').text() }
  }
  place.only(['field', 'values'])
  const values = place.at('values')
  const told = Object.fromEntries(values.members().map((name) => [name, values.at(name).text()]))
  return { field: openField(place.at('field'), known), values: told }
}

function textTerm(place: JsonPlace, known: KnownFields): string {
  const text = place.text()
  if (ENTRY_FACTS.some((fact) => fact === text)) return text
  const [name = '', part, ...more] = text.split('.')
  const field = known.get(name)
  const parts = field ? (fieldType(field.type).parts ?? []) : []
  if (field === undefined || more.length > 0 || (part !== undefined && !parts.includes(part)))
    place.problem('bad-declaration-unknown-field', { value: text })
  else checkOpen(place, field)
  return text
}

function named(asked: {
  readonly place: JsonPlace
  readonly name: string
  readonly known: KnownFields
  readonly types?: ReadonlySet<FieldTypeId>
}): Readonly<Record<string, string>> {
  const { place, name, known, types } = asked
  const at = place.at(name)
  if (!at.exists) return {}
  const field = openField(at, known)
  const type = known.get(field)?.type
  if (types && type !== undefined && !types.has(type))
    at.problem('bad-declaration-field-type', { value: field, type, expected: [...types].join(', ') })
  return { [name]: field }
}

function choices(place: JsonPlace, name: string, known: KnownFields) {
  const at = place.at(name)
  if (!at.exists) return {}
  at.only(['field', 'values'])
  const values = at
    .at('values')
    .items()
    .map((value) => value.text())
  return { [name]: { field: openField(at.at('field'), known), values } }
}

function openField(place: JsonPlace, known: KnownFields): string {
  const name = place.text()
  const field = known.get(name)
  if (name !== '' && field === undefined) place.problem('bad-declaration-unknown-field', { value: name })
  if (field) checkOpen(place, field)
  return name
}

function checkOpen(place: JsonPlace, field: Field): void {
  if (field.confidential) place.problem('bad-declaration-confidential', { value: field.name })
}
