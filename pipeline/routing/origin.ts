import type { OriginRule } from '../model/condition.ts'
import { inForce, type Pact } from '../model/pact.ts'
import type { Finding } from './finding.ts'
import { type Asker, find, type Routable, type Trees } from './match.ts'

type Asking = Asker & { readonly trees: Trees }

/** Whether an entry comes from where a request asks. */
export function originFinding(entry: Routable, rules: readonly OriginRule[], asker: Asking): Finding {
  const found = rules.find((rule) => standsThere(entry, rule, asker))
  return {
    held: found !== undefined,
    condition: 'origin',
    asked: rules,
    has: [entry.organisation],
    ...(found === undefined ? {} : { by: { has: entry.organisation, asked: found } }),
  }
}

/** How an organisation's entry may reach a site at all: it is the site's own, in line with it, or granted by a pact; null when it may not. */
export function accessOf(entry: Routable, asker: Asking): 'own' | 'below' | 'above' | Pact | null {
  const { organisation, trees } = asker
  if (entry.organisation === organisation) return 'own'
  if (trees.organisations.above(organisation).includes(entry.organisation)) return 'above'
  if (trees.organisations.below(organisation).has(entry.organisation)) return 'below'
  return grantOf(entry, asker) ?? null
}

/** The pact in force by which an entry's organisation lets the asking one take it, if any. */
export function grantOf(entry: Routable, { organisation, trees }: Asking): Pact | undefined {
  const line = trees.organisations.above(organisation)
  return trees.pacts
    .by(entry.organisation)
    .find(
      (pact) =>
        inForce(pact, entry.now) &&
        (pact.grantee === organisation || (pact.below && line.includes(pact.grantee))) &&
        (pact.scope === null || find(entry, pact.scope, { organisation: pact.grantor, trees }).held),
    )
}

function standsThere(entry: Routable, rule: OriginRule, asker: Asking): boolean {
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
