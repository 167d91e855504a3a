import { declareField } from './declare-field.ts'
import { declareStandards } from './declare-standards.ts'
import type { Field, FieldTypeId } from './field.ts'
import { DATE_LIKE } from './instant.ts'
import { JsonPlace } from './json-place.ts'
import { fail, ok, type Problem, type Result } from './problem.ts'
import { type Lifetime, type Presentation, ROWS, type ServiceType, WORKFLOWS } from './service-type.ts'

/**
 * Reads the declaration of a service type (`instances/service-types/*.json`), completing common fields and defaults. Every mistake is a
 * `bad-declaration-…` problem with `{ file, place }`, the place as a JSON Pointer.
 */
export function declareServiceType(json: unknown, file: string): Result<ServiceType> {
  const problems: Problem[] = []
  const place = new JsonPlace(json, { file, problems })
  place.only(KEYS)
  const fields = place.at('fields').items().map(declareField)
  const known = new Map(fields.map((field) => [field.name, field]))
  checkNames(place, fields)
  const exports = place
    .at('exports')
    .items()
    .map((format) => format.text())
  const serviceType: ServiceType = {
    id: slug(place.at('id')),
    path: slug(place.at('path')),
    label: place.at('label').localText(),
    plural: place.at('plural').localText(),
    description: place.at('description').localText(),
    visibility: place.at('visibility').oneOf(['public', 'private']),
    workflow: place.at('workflow').oneOf(WORKFLOWS),
    lifetime: lifetimeOf(place.at('lifetime'), known),
    ...orderOf(place.at('order'), known),
    presentation: presentationOf(place.at('presentation'), known),
    exports,
    standards: declareStandards(place.at('standards'), { exports, known }),
    fields,
  }
  return problems.length === 0 ? ok(serviceType) : fail(...problems)
}

type KnownFields = ReadonlyMap<string, Field>

const KEYS = [
  ...['$schema', 'id', 'path', 'label', 'plural', 'description', 'visibility', 'workflow', 'lifetime', 'order'],
  ...['presentation', 'exports', 'standards', 'fields'],
]
const KEBAB_CASE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

function slug(place: JsonPlace): string {
  const text = place.text()
  if (text !== '' && !KEBAB_CASE.test(text)) place.problem('bad-declaration-name', { value: text })
  return text
}

// A CSV heading or an element that two fields share could not be read back.
function checkNames(place: JsonPlace, fields: readonly Field[]): void {
  for (const key of ['name', 'column', 'element'] as const) {
    const seen = new Set<string>()
    for (const [index, field] of fields.entries()) {
      if (seen.has(field[key])) {
        place.at('fields').items()[index]?.at(key).problem('bad-declaration-duplicate', { value: field[key] })
      }
      seen.add(field[key])
    }
  }
  const title = fields.find((field) => field.name === 'title')
  if (title === undefined) place.at('fields').problem('bad-declaration-missing', { value: 'title' })
  if (title?.confidential === true || title?.many === true) place.at('fields').problem('bad-declaration-title')
}

function lifetimeOf(place: JsonPlace, known: KnownFields): Lifetime {
  place.only(['field', 'days', 'months'])
  const field = place.at('field').exists ? dateField(place.at('field'), known) : undefined
  if (place.at('days').exists && field === undefined) place.at('days').problem('bad-declaration-useless')
  return {
    ...(field === undefined ? {} : { field }),
    ...(place.at('days').exists ? { days: place.at('days').number(0) } : {}),
    ...(place.at('months').exists ? { months: place.at('months').number(1) } : {}),
  }
}

function orderOf(place: JsonPlace, known: KnownFields): Pick<ServiceType, 'order'> {
  if (!place.exists) return {}
  place.only(['field', 'upcoming'])
  return { order: { field: dateField(place.at('field'), known), upcoming: place.at('upcoming').flag(false) } }
}

function presentationOf(place: JsonPlace, known: KnownFields): Presentation {
  place.only(['row', 'facts', 'keyFacts', 'action', 'facets', 'icon'])
  const fieldsAt = (name: string): readonly string[] =>
    place
      .at(name)
      .items()
      .map((item) => shownField(item, known))
  const facets = place.at('facets').items()
  return {
    row: place.at('row').oneOf(ROWS),
    facts: fieldsAt('facts'),
    keyFacts: fieldsAt('keyFacts'),
    ...actionOf(place.at('action'), known),
    facets: facets.map((item) => shownField(item, known, FACET_TYPES)),
    icon: slug(place.at('icon')),
  }
}

const FACET_TYPES: ReadonlySet<FieldTypeId> = new Set(['choice', 'term', 'boolean', 'territory', 'language'] as const)
const ACTION_TYPES: ReadonlySet<FieldTypeId> = new Set(['url', 'email', 'phone'] as const)

function actionOf(place: JsonPlace, known: KnownFields): Pick<Presentation, 'action'> {
  if (!place.exists) return {}
  place.only(['field', 'label'])
  return { action: { field: shownField(place.at('field'), known, ACTION_TYPES), label: place.at('label').localText() } }
}

function shownField(place: JsonPlace, known: KnownFields, types?: ReadonlySet<FieldTypeId>): string {
  const name = fieldName(place, known, types)
  if (known.get(name)?.confidential === true) place.problem('bad-declaration-confidential', { value: name })
  return name
}

function dateField(place: JsonPlace, known: KnownFields): string {
  return fieldName(place, known, DATE_LIKE)
}

function fieldName(place: JsonPlace, known: KnownFields, types?: ReadonlySet<FieldTypeId>): string {
  const name = place.text()
  const field = known.get(name)
  if (name !== '' && field === undefined) place.problem('bad-declaration-unknown-field', { value: name })
  if (field !== undefined && types?.has(field.type) === false) {
    place.problem('bad-declaration-field-type', { value: name, type: field.type, expected: [...types].join(', ') })
  }
  return name
}
