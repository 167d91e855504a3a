import type { Problem } from '../../pipeline/model/problem.ts'
import type { PartnerKnowledge } from './partner-room.ts'

/** What is wrong with the words of a key for a partner of that organisation: `no-scope`, `unknown-scope`, `unknown-site`, `unknown-service-type`. */
export function grantProblems(
  scopes: readonly string[],
  { organisation, knowledge }: { readonly organisation: string; readonly knowledge: PartnerKnowledge },
): readonly Problem[] {
  if (scopes.length === 0) return [{ code: 'no-scope', field: 'scopes' }]
  return scopes.flatMap((scope) => problemOf(scope, { organisation, knowledge }))
}

function problemOf(
  scope: string,
  { organisation, knowledge }: { readonly organisation: string; readonly knowledge: PartnerKnowledge },
): Problem[] {
  if (scope === 'read:public') return []
  const [, kind = '', value = ''] = /^(read:site|read:private|read:type|write:type):(.+)$/.exec(scope) ?? []
  const bad = (code: string): Problem[] => [{ code, field: 'scopes', params: { value: value || scope } }]
  if (kind === '') return bad('unknown-scope')
  if (kind.endsWith(':type')) return knowledge.serviceType(value) ? [] : bad('unknown-service-type')
  const site = knowledge.sites.get(value)
  const own = site && knowledge.organisations.above(site.organisation).includes(organisation)
  if (kind === 'read:site') return site?.visibility === 'public' ? [] : bad('unknown-site')
  // Of the private sites of others nobody here may say who reads them.
  return own && site.visibility === 'private' ? [] : bad('unknown-site')
}
