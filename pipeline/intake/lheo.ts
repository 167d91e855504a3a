import type { Field } from '../model/field.ts'
import type { RawValue } from '../model/field-types/field-type.ts'
import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import { elementSlices } from './element-slices.ts'
import { plainLine, plainLines, shortened } from './feed-text.ts'
import { LHEO_CODES, LHEO_NAMESPACES, LHEO_TEXTS, NOT_SAID } from './lheo-mapping.ts'
import { audience, occupations, specialities, themesOf } from './lheo-terms.ts'
import { certificationsOf, identityOf, type Offer, periodsOf, placeOf, subjectCodes, textAt } from './lheo-values.ts'
import type { Intake, IntakeItem, IntakeText } from './reader.ts'
import { localName } from './tags.ts'
import { xmlProblem } from './xml-guard.ts'
import type { XmlRoot } from './xml-root.ts'
import { children, parseElement } from './xml-tree.ts'

/** Whether a document says it is LHÉO, of whatever version. */
export function isLheo(root: XmlRoot): boolean {
  return localName(root.name).startsWith('lheo') || /\blheo\b/i.test(root.namespace)
}

/**
 * Reads LHÉO (French training offers, lheo.gouv.fr): each `action` of each `formation` is one item. Refuses `wrong-service-type`
 * { found, expected } for anything but `training`, `wrong-namespace` { found, expected }, `doctype-refused`, `too-deep`,
 * `not-well-formed` { line, column }; warning `unknown-term` { vocabulary, value }.
 */
export function readLheo(source: IntakeText, root: XmlRoot): Result<Intake> {
  const problem = typeProblem(source) ?? namespaceProblem(root) ?? xmlProblem(source.text)
  if (problem !== undefined) return fail(problem)
  const items = { [Symbol.iterator]: () => intakeItems(source) }
  return ok({ format: 'lheo', warnings: source.warnings.list, items })
}

function typeProblem({ options }: IntakeText): Problem | undefined {
  const expected = options.serviceType.id
  return expected === 'training' ? undefined : { code: 'wrong-service-type', params: { found: 'training', expected } }
}

function namespaceProblem({ namespace }: XmlRoot): Problem | undefined {
  if (LHEO_NAMESPACES.some((known) => known === namespace.replace(/\/$/, ''))) return undefined
  return { code: 'wrong-namespace', params: { found: namespace.slice(0, 200), expected: LHEO_NAMESPACES[0] } }
}

function* intakeItems(source: IntakeText): Generator<IntakeItem> {
  let [formations, line] = [0, 0]
  for (const slice of elementSlices(source.text, (name) => name === 'formation')) {
    formations += 1
    const formation = parseElement(slice)
    if (formation === undefined) {
      line += 1
      yield { line, raw: {}, problems: [{ code: 'not-well-formed', line }] }
      continue
    }
    const actions = children(formation, 'action')
    for (const [index, action] of (actions.length === 0 ? [''] : actions).entries()) {
      line += 1
      const offer = { formation, action, position: `${formations}/${index + 1}` }
      yield { line, raw: rawOf(offer, source), externalId: identityOf(offer), problems: [] }
    }
  }
}

function rawOf(offer: Offer, source: IntakeText): Readonly<Record<string, RawValue>> {
  const raw: Record<string, RawValue> = {}
  for (const field of source.options.serviceType.fields) {
    const value = listOf(field, offer, source) ?? codeOf(field, offer) ?? textIn(field, offer)
    if (value !== undefined && value.length !== 0) raw[field.name] = value
  }
  return raw
}

function listOf(field: Field, offer: Offer, source: IntakeText): RawValue | undefined {
  switch (field.name) {
    case 'address':
      return placeOf(offer)
    case 'next_session':
      return field.many ? periodsOf(offer) : periodsOf(offer)[0]
    case 'certifications':
      return certificationsOf(offer)
    case 'formacode':
      return subjectCodes(offer, 'code-FORMACODE')
    case 'nsf':
      return specialities(offer, source)
    case 'occupations':
      return occupations(offer, source)
    case 'audience':
      return audience(offer, source, field.required)
    case 'themes':
      return themesOf(offer, source)
    default:
      return undefined
  }
}

function codeOf({ name }: Field, offer: Offer): string | undefined {
  const table = LHEO_CODES[name]
  return table && (table.codes[textAt(offer, table.path)] ?? table.otherwise)
}

function textIn(field: Field, offer: Offer): string | undefined {
  const paths = LHEO_TEXTS[field.name]
  const found = paths?.map((path) => textAt(offer, path)).find((text) => text !== '') ?? ''
  if (field.type === 'rich-text') return found === '' && field.required ? NOT_SAID : found
  const plain = field.type === 'text' ? plainLine(found) : plainLines(found)
  if (field.type !== 'text' && field.type !== 'long-text') return plain
  // A training without a name is not one to publish.
  return plain === '' && field.required && field.name !== 'title' ? NOT_SAID : shortened(plain, field.max)
}
