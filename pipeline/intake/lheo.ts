import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import { offerProblems } from './lheo-checks.ts'
import { formationsIn, NO_EXTRAS } from './lheo-formations.ts'
import { startNumbering } from './lheo-identity.ts'
import { keptOffer, LHEO_NAMING, type RootExtras } from './lheo-kept.ts'
import { LHEO_NAMESPACES } from './lheo-mapping.ts'
import { LHEO_FIELD, rawOfOffer } from './lheo-raw.ts'
import type { Offer } from './lheo-values.ts'
import type { Intake, IntakeItem, IntakeText } from './reader.ts'
import { localName } from './tags.ts'
import { xmlProblem } from './xml-guard.ts'
import { type Naming, nodesIn } from './xml-nodes.ts'
import type { XmlRoot } from './xml-root.ts'
import { attributesOf } from './xml-signs.ts'

/** Whether a document says it is LHÉO, of whatever version. */
export function isLheo(root: XmlRoot): boolean {
  return localName(root.name).startsWith('lheo') || /\blheo\b/i.test(root.namespace)
}

/**
 * Reads LHÉO (French training offers, lheo.gouv.fr): each `action` of each `formation` is one item, which keeps the whole of it with
 * its sessions and extras in the field `lheo`. Refuses `wrong-service-type` { found, expected } for anything but `training`,
 * `wrong-namespace` { found, expected }, `doctype-refused`, `too-deep`, `not-well-formed` { line, column }; warnings `unknown-term`
 * { vocabulary, value } and those of `offerProblems`.
 */
export function readLheo(source: IntakeText, root: XmlRoot): Result<Intake> {
  const problem = typeProblem(source) ?? namespaceProblem(root) ?? xmlProblem(source.text)
  if (problem !== undefined) return fail(problem)
  const naming = { ...LHEO_NAMING, bound: bindingsOf(root) }
  const items = { [Symbol.iterator]: () => intakeItems(source, naming) }
  return ok({ format: 'lheo', warnings: source.warnings.list, items })
}

function typeProblem({ options }: IntakeText): Problem | undefined {
  const expected = options.serviceType.id
  return expected === 'training' ? undefined : { code: 'wrong-service-type', params: { found: 'training', expected } }
}

function namespaceProblem({ namespace }: XmlRoot): Problem | undefined {
  if (LHEO_NAMING.isHome(namespace)) return undefined
  return { code: 'wrong-namespace', params: { found: namespace.slice(0, 200), expected: LHEO_NAMESPACES[0] } }
}

// What the root declares holds for the formations, which are read one by one.
function bindingsOf({ tag }: XmlRoot): Naming['bound'] {
  const declared = Object.entries(attributesOf(tag)).filter(([name]) => /^xmlns(?::|$)/.test(name))
  return Object.fromEntries(declared.map(([name, uri]) => [name.slice(6), uri]))
}

function* intakeItems(source: IntakeText, naming: Naming): Generator<IntakeItem> {
  let line = 0
  const numbered = startNumbering()
  for (const { formation: read, extras } of formationsIn(source.text, { naming, warnings: source.warnings })) {
    if (read === undefined) {
      line += 1
      yield { line, raw: {}, problems: [{ code: 'not-well-formed', line }] }
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

function itemOf(offer: Offer & { readonly extras: RootExtras }, source: IntakeText, line: number): IntakeItem {
  const { formation, action, extras } = offer
  const keeps = source.options.serviceType.fields.some(({ name, type }) => name === LHEO_FIELD && type === 'original')
  const raw = { ...rawOfOffer(offer, source), ...(keeps ? { [LHEO_FIELD]: keptOffer(offer, extras) } : {}) }
  const externalId = `${formation.attributes.numero ?? ''}/${action?.attributes.numero ?? ''}`
  return { line, raw, externalId, problems: [] }
}
