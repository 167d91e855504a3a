import type { Pact } from '../model/pact.ts'
import { match } from './match.ts'
import { grantOf } from './origin.ts'
import type { Asking, Routable } from './routable.ts'

/** How an organisation's entry may reach a site at all: it is the site's own, in line with it, or granted by a pact; null when it may not. */
export function accessOf(entry: Routable, asker: Asking): 'own' | 'below' | 'above' | Pact | null {
  const { organisation, trees } = asker
  if (entry.organisation === organisation) return 'own'
  if (trees.organisations.above(organisation).includes(entry.organisation)) return 'above'
  if (trees.organisations.below(organisation).has(entry.organisation)) return 'below'
  return (
    grantOf(entry, { ...asker, holds: (scope, grantor) => match(entry, scope, { trees, organisation: grantor }) }) ??
    null
  )
}
