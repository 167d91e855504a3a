import type { Field } from '../model/field.ts'
import type { RawItem, RawValue } from '../model/field-types/field-type.ts'
import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import { targetFinder } from './columns.ts'
import { parsedElements, type ReadElement } from './parsed-elements.ts'
import type { Intake, IntakeItem, IntakeOptions, IntakeSource } from './reader.ts'
import { type PathCount, surveyXml } from './survey-xml.ts'
import { attribute } from './tags.ts'
import type { XmlRoot } from './xml-root.ts'
import { xmlSlices } from './xml-slices.ts'
import { attributeOf, childNames, children, textOf, type XmlElement } from './xml-tree.ts'

/** Namespace of the farm's own XML. */
export const ENTRIES_NAMESPACE = 'urn:terroir:entries:1'

/**
 * Reads the farm's own XML: under each `<entry>` one element per field; parts are nested elements, the values of a `many` field
 * `<item>`s. Refuses `wrong-namespace` { found, expected }, `wrong-service-type` { found, expected }, `doctype-refused`, `too-deep`,
 * `tag-too-long`, `not-well-formed` { line, column }; warning `unknown-element` { name }; an entry may have `repeated-element` or
 * `element-too-long` { max }.
 */
export function* readXml(source: IntakeSource, root: XmlRoot): Generator<void, Result<Intake>> {
  const { text, options, warnings } = source
  const problem = namespaceProblem(root) ?? serviceTypeProblem(root, options)
  if (problem !== undefined) return fail(problem)
  const surveyed = yield* surveyXml(text)
  if (!surveyed.ok) return surveyed
  for (const warning of unknownElements(surveyed.value, options)) warnings.add(warning)
  const read = entryReader(options)
  const entries = () => parsedElements(xmlSlices(text, ({ local }, depth) => depth === 1 && local === 'entry'))
  const items = { [Symbol.iterator]: () => entries().map((entry, index) => read(entry, index + 1)) }
  return ok({ format: 'xml', warnings: warnings.list, items })
}

function namespaceProblem({ namespace }: XmlRoot): Problem | undefined {
  if (namespace === ENTRIES_NAMESPACE) return undefined
  return { code: 'wrong-namespace', params: { found: namespace.slice(0, 200), expected: ENTRIES_NAMESPACE } }
}

function serviceTypeProblem({ tag }: XmlRoot, { serviceType }: IntakeOptions): Problem | undefined {
  const found = attribute(tag, 'service-type') ?? serviceType.id
  if (found === serviceType.id) return undefined
  return { code: 'wrong-service-type', params: { found: found.slice(0, 80), expected: serviceType.id } }
}

function unknownElements(counts: readonly PathCount[], options: IntakeOptions): readonly Problem[] {
  const fieldOf = fieldFinder(options)
  const names = new Set(counts.flatMap(({ depth, name }) => (depth === 2 ? [name] : [])))
  const unknown = [...names].filter((name) => fieldOf(name) === undefined)
  return unknown.map((name) => ({ code: 'unknown-element', params: { name: name.slice(0, 80) } }))
}

/** Tells which field an element holds: nothing when unknown, null when it is not to be read. */
function fieldFinder(options: IntakeOptions): (element: string) => Field | undefined | null {
  const { fields } = options.serviceType
  const byElement = new Map(fields.map((field) => [field.element, field]))
  const targetOf = targetFinder(options)
  return (element) => {
    const mapped = options.mapping?.[element] === undefined ? byElement.get(element) : undefined
    if (mapped !== undefined) return mapped
    const target = targetOf(element)
    return target && 'field' in target ? target.field : target && null
  }
}

function entryReader(options: IntakeOptions): (entry: ReadElement, line: number) => IntakeItem {
  const fieldOf = fieldFinder(options)
  return (read, line) => {
    if ('problem' in read) return { line, raw: {}, problems: [{ ...read.problem, line }] }
    const { element: entry } = read
    const raw: Record<string, RawValue> = {}
    const problems: Problem[] = []
    for (const name of childNames(entry)) {
      const field = fieldOf(name)
      if (!field) continue
      const found = children(entry, name)
      if (found.length > 1 && !field.many)
        problems.push({ code: 'repeated-element', field: field.name, line, params: { name } })
      raw[field.name] = fieldValue(found, field)
    }
    return { line, raw, externalId: attributeOf(entry, 'id') || undefined, problems }
  }
}

function fieldValue(found: readonly XmlElement[], field: Field): RawValue {
  if (!field.many) return itemOf(found[0] ?? '')
  const items = found.flatMap((element) => {
    const listed = children(element, 'item')
    return listed.length > 0 ? listed : [element]
  })
  const values = items.map(itemOf).filter((item) => item !== '')
  return values
}

function itemOf(element: XmlElement): RawItem {
  const names = childNames(element)
  if (names.length === 0) return textOf(element)
  return Object.fromEntries(names.map((name) => [name, textOf(children(element, name)[0])]))
}
