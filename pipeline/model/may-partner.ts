import type { Actor } from './actor.ts'
import { type Grants, readGrants } from './partner-grants.ts'
import type { EntrySubject, House, Question, Verdict } from './question.ts'

/** The partner behind a key. */
export type PartnerActor = Extract<Actor, { kind: 'partner' }>

/**
 * Judges a partner's key: it reads the sites it names, a public one no longer once that is private, and proposes the kinds it names to
 * its own organisation; of entries it sees and changes its own alone. Everything else is refused.
 */
export function judgePartner(partner: PartnerActor, question: Question, house: House): Verdict {
  const grants = readGrants(partner.scopes)
  switch (question.action) {
    case 'read-site':
      if (question.serviceType !== undefined && grants.types?.has(question.serviceType) === false) return OUTSIDE
      return readsSite(partner, { grants, question, house })
    case 'contribute':
    case 'import':
      return writes(partner, grants, question) ? GRANTED : OUTSIDE
    case 'read-entry':
    case 'edit-entry':
    case 'withdraw':
    case 'trash':
      return isOwn(partner, grants, question.entry) ? { yes: true, because: 'own-submission' } : OUTSIDE
    default:
      return OUTSIDE
  }
}

const GRANTED: Verdict = { yes: true, because: 'key-scope' }
const OUTSIDE: Verdict = { yes: false, because: 'outside-key-scope' }

interface SiteJudgement {
  readonly grants: Grants
  readonly question: Extract<Question, { action: 'read-site' }>
  readonly house: House
}

function readsSite({ organisation }: PartnerActor, { grants, question: { site }, house }: SiteJudgement): Verdict {
  const own = house.organisations.above(site.organisation).includes(organisation)
  if (site.visibility === 'private') return own && grants.privateSites.has(site.id) ? GRANTED : OUTSIDE
  return grants.sites.has(site.id) || (own && grants.ownPublicSites) ? GRANTED : OUTSIDE
}

// Asked without a kind, as where another's entry would be replaced, the answer is no.
function writes(
  partner: PartnerActor,
  grants: Grants,
  { organisation, serviceType }: { readonly organisation: string; readonly serviceType?: string },
): boolean {
  return organisation === partner.organisation && serviceType !== undefined && grants.writes.has(serviceType)
}

function isOwn(partner: PartnerActor, grants: Grants, { source, serviceType, organisation }: EntrySubject): boolean {
  return (
    source === partner.partner && writes(partner, grants, { organisation, ...(serviceType ? { serviceType } : {}) })
  )
}
