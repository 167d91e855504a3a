import type { Condition, OriginRule } from '../model/condition.ts'
import { inForce, type Pact } from '../model/pact.ts'
import type { Finding } from './finding.ts'
import type { Asking, Routable } from './routable.ts'

/** An asker that can tell whether the scope of a pact takes the entry in, as seen from its grantor. */
export interface Granted extends Asking {
  holds(scope: Condition, grantor: string): boolean
}

/** Whether an entry comes from where a request asks. */
export function originFinding(entry: Routable, rules: readonly OriginRule[], asker: Granted): Finding {
  const found = rules.find((rule) => standsThere(entry, rule, asker))
  return {
    held: found !== undefined,
    condition: 'origin',
    asked: rules,
    has: [entry.organisation],
    ...(found === undefined ? {} : { by: { has: entry.organisation, asked: found } }),
  }
}

/** The pact in force by which an entry's organisation lets the asking one take it, if any. */
export function grantOf(entry: Routable, { organisation, trees, holds }: Granted): Pact | undefined {
  const line = trees.organisations.above(organisation)
  return trees.pacts
    .by(entry.organisation)
    .find(
      (pact) =>
        inForce(pact, entry.now) &&
        (pact.grantee === organisation || (pact.below && line.includes(pact.grantee))) &&
        (pact.scope === null || holds(pact.scope, pact.grantor)),
    )
}

function standsThere(entry: Routable, rule: OriginRule, asker: Granted): boolean {
  const { organisation, trees } = asker
  switch (rule) {
    case 'own':
      return entry.organisation === organisation
    case 'below':
      return trees.organisations.below(organisation).has(entry.organisation)
    case 'above':
      return trees.organisations.above(organisation).includes(entry.organisation)
    case 'granted':
      return grantOf(entry, asker) !== undefined
    case 'network': {
      const root = trees.organisations.above(organisation).at(-1)
      return root !== undefined && root === trees.organisations.above(entry.organisation).at(-1)
    }
    default:
      return rule === `organisation:${entry.organisation}`
  }
}
