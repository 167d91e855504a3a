import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import { offerProblems } from './lheo-checks.ts'
import { formationsIn, NO_EXTRAS } from './lheo-formations.ts'
import { startNumbering } from './lheo-identity.ts'
import { keptOffer, LHEO_NAMING, type RootExtras } from './lheo-kept.ts'
import { LHEO_NAMESPACES } from './lheo-mapping.ts'
import { LHEO_FIELD, rawOfOffer } from './lheo-raw.ts'
import type { Offer } from './lheo-values.ts'
import type { Intake, IntakeItem, IntakeSource } from './reader.ts'
import { surveyXml } from './survey-xml.ts'
import { localName } from './tags.ts'
import { nodesIn } from './xml-nodes.ts'
import type { XmlRoot } from './xml-root.ts'

/** Whether a document says it is LHÉO, of whatever version. */
export function isLheo(root: XmlRoot): boolean {
  return localName(root.name).startsWith('lheo') || /\blheo\b/i.test(root.namespace)
}

/**
 * Reads LHÉO (French training offers, lheo.gouv.fr): each `action` of each `formation` is one item, which keeps the whole of it with
 * its sessions and extras in the field `lheo`. Refuses `wrong-service-type` { found, expected } for anything but `training`,
 * `wrong-namespace` { found, expected }, `doctype-refused`, `too-deep`, `tag-too-long`, `not-well-formed` { line, column }; warnings `unknown-term`
 * { vocabulary, value } and those of `offerProblems`.
 */
export function* readLheo(source: IntakeSource, root: XmlRoot): Generator<void, Result<Intake>> {
  const problem = typeProblem(source) ?? namespaceProblem(root)
  if (problem !== undefined) return fail(problem)
  const surveyed = yield* surveyXml(source.text)
  if (!surveyed.ok) return surveyed
  const items = { [Symbol.iterator]: () => intakeItems(source) }
  return ok({ format: 'lheo', warnings: source.warnings.list, items })
}

function typeProblem({ options }: IntakeSource): Problem | undefined {
  const expected = options.serviceType.id
  return expected === 'training' ? undefined : { code: 'wrong-service-type', params: { found: 'training', expected } }
}

function namespaceProblem({ namespace }: XmlRoot): Problem | undefined {
  if (LHEO_NAMING.isHome(namespace)) return undefined
  return { code: 'wrong-namespace', params: { found: namespace.slice(0, 200), expected: LHEO_NAMESPACES[0] } }
}

function* intakeItems(source: IntakeSource): Generator<IntakeItem> {
  let line = 0
  const numbered = startNumbering()
  for (const { formation: read, extras, problem } of formationsIn(source.text, source.warnings)) {
    if (read === undefined) {
      line += 1
      yield { line, raw: {}, problems: problem === undefined ? [] : [{ ...problem, line }] }
      continue
    }
    const formation = numbered(read)
    const problems = offerProblems(read, { line: line + 1, knowsTown: source.options.knowsTown })
    for (const problem of problems) source.warnings.add(problem)
    const actions = nodesIn(formation, 'action')
    const last = actions.at(-1)
    for (const action of actions.length === 0 ? [undefined] : actions) {
      line += 1
      yield itemOf({ formation, action, extras: action === last ? extras : NO_EXTRAS }, source, line)
    }
  }
}

function itemOf(offer: Offer & { readonly extras: RootExtras }, source: IntakeSource, line: number): IntakeItem {
  const { formation, action, extras } = offer
  const keeps = source.options.serviceType.fields.some(({ name, type }) => name === LHEO_FIELD && type === 'original')
  const raw = { ...rawOfOffer(offer, source), ...(keeps ? { [LHEO_FIELD]: keptOffer(offer, extras) } : {}) }
  const externalId = `${formation.attributes.numero ?? ''}/${action?.attributes.numero ?? ''}`
  return { line, raw, externalId, problems: [] }
}
