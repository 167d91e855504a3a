import { COMMON_FIELDS, type CommonField } from './common-fields.ts'
import { type Choice, FIELD_TYPE_IDS, type Field, TERRITORY_LEVELS } from './field.ts'
import type { JsonPlace } from './json-place.ts'

/** Reads one field of a declaration, completed from the common field of its name and with its defaults. */
export function declareField(place: JsonPlace): Field {
  place.only(KEYS)
  const name = nameOf(place.at('name'))
  const common = Object.hasOwn(COMMON_FIELDS, name) ? COMMON_FIELDS[name] : undefined
  const field: Field = {
    name,
    type: place.at('type').exists || common === undefined ? place.at('type').oneOf(FIELD_TYPE_IDS) : common.type,
    label: place.at('label').exists || common === undefined ? place.at('label').localText() : common.label,
    ...(place.at('single').exists ? { single: place.at('single').localText() } : {}),
    ...(place.at('help').exists ? { help: place.at('help').localText() } : {}),
    required: place.at('required').flag(false),
    many: place.at('many').flag(common?.many ?? false),
    ...limits(place, common),
    ...lookups(place, common),
    confidential: place.at('confidential').flag(false),
    column: place.at('column').exists ? place.at('column').text() : name,
    element: place.at('element').exists ? place.at('element').text() : name.replaceAll('_', '-'),
  }
  checkType({ place, field, common })
  return field
}

const KEYS = [
  ...['name', 'type', 'label', 'help', 'required', 'many', 'max', 'min', 'choices', 'vocabulary', 'target', 'levels'],
  ...['confidential', 'column', 'element', 'single'],
]
const SNAKE_CASE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/
const XML_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/

function nameOf(place: JsonPlace): string {
  const name = place.text()
  // A name such as `constructor` would be found on every object.
  if (name !== '' && (!SNAKE_CASE.test(name) || name in Object.prototype)) {
    place.problem('bad-declaration-name', { value: name })
  }
  return name
}

function limits(place: JsonPlace, common: CommonField | undefined): Pick<Field, 'max' | 'min'> {
  const max = place.at('max').exists ? place.at('max').number() : common?.max
  return {
    ...(max === undefined ? {} : { max }),
    ...(place.at('min').exists ? { min: place.at('min').number() } : {}),
  }
}

function lookups(
  place: JsonPlace,
  common: CommonField | undefined,
): Pick<Field, 'choices' | 'vocabulary' | 'target' | 'levels'> {
  const vocabulary = place.at('vocabulary').exists ? place.at('vocabulary').text() : common?.vocabulary
  const levels = place.at('levels')
  return {
    ...(place.at('choices').exists ? { choices: place.at('choices').items().map(choiceOf) } : {}),
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(place.at('target').exists ? { target: place.at('target').text() } : {}),
    ...(levels.exists ? { levels: levels.items().map((level) => level.oneOf(TERRITORY_LEVELS)) } : {}),
  }
}

function choiceOf(place: JsonPlace): Choice {
  place.only(['code', 'label'])
  return { code: place.at('code').text(), label: place.at('label').localText() }
}

function checkType(checked: { place: JsonPlace; field: Field; common: CommonField | undefined }): void {
  const { place, field, common } = checked
  if (common !== undefined && common.type !== field.type) {
    place.at('type').problem('bad-declaration-common-type', { value: field.type, expected: common.type })
  }
  if (!XML_NAME.test(field.element)) place.at('element').problem('bad-declaration-name', { value: field.element })
  needs({ place, name: 'choices', needed: field.type === 'choice', there: (field.choices ?? []).length > 0 })
  needs({ place, name: 'vocabulary', needed: field.type === 'term', there: field.vocabulary !== undefined })
  needs({ place, name: 'target', needed: field.type === 'reference', there: field.target !== undefined })
  if (field.single !== undefined && !field.many) place.at('single').problem('bad-declaration-useless')
  if (field.levels !== undefined && field.type !== 'territory') place.at('levels').problem('bad-declaration-useless')
  const codes = (field.choices ?? []).map((choice) => choice.code)
  for (const code of codes.filter((known, index) => codes.indexOf(known) !== index)) {
    place.at('choices').problem('bad-declaration-duplicate', { value: code })
  }
}

// Each of these belongs to one field type: missing there, or useless elsewhere.
function needs(rule: { place: JsonPlace; name: string; needed: boolean; there: boolean }): void {
  const at = rule.place.at(rule.name)
  if (rule.needed && !rule.there) at.problem('bad-declaration-missing', { value: rule.name })
  if (!rule.needed && rule.there) at.problem('bad-declaration-useless', { value: rule.name })
}
