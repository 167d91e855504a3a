import { type Actor, type Membership, ROLES, type Role } from './actor.ts'
import { judgePartner } from './may-partner.ts'
import type { EntrySubject, House, Question, Verdict } from './question.ts'
import type { Site } from './site.ts'

/** The only judge of who may do what: default deny, and it says why (a code of the interface catalogues). */
export function may(actor: Actor, question: Question, house: House): Verdict {
  if (actor.kind === 'farm') return yes('is-the-farm')
  if (actor.kind === 'partner') return judgePartner(actor, question, house)
  if (question.action === 'read-site' && question.site.visibility === 'public') return yes('public-site')
  if (actor.kind === 'visitor') return no('not-signed-in')
  if (actor.memberships.some((held) => held.role === 'farm-administrator')) return yes('farm-administrator')
  return judgePerson(actor, question, house)
}

type Person = Extract<Actor, { kind: 'person' }>

function judgePerson(person: Person, question: Question, house: House): Verdict {
  switch (question.action) {
    case 'use-desk':
      return person.memberships.length > 0 ? yes('member') : no('no-role')
    case 'operate-farm':
      return no('farm-administrator-only')
    case 'manage-themes':
      return administersHead(person, house)
    case 'assign-term': {
      const roles = ROLES.slice(ROLES.indexOf(question.role))
      return byRole({ person, roles, organisation: question.organisation, house })
    }
    case 'contribute':
    // A list kept under a name, for those who work there.
    case 'share-list':
      return byRole({ person, roles: ANY_ROLE, organisation: question.organisation, house })
    case 'import':
    case 'manage-sources':
      return byRole({ person, roles: LOOKING_AFTER, organisation: question.organisation, house })
    case 'manage-organisation':
    case 'create-site':
      return byRole({ person, roles: ['administrator'], organisation: question.organisation, house })
    case 'see-coverage': {
      const { organisation, site } = question
      return byRole({ person, roles: LOOKING_AFTER, organisation, house, ...(site === undefined ? {} : { site }) })
    }
    case 'read-site':
    case 'see-past':
    case 'manage-site':
    case 'confirm-delivery':
      return judgeSite(person, question, house)
    default:
      return judgeEntry(person, question, house)
  }
}

type SiteQuestion = Extract<Question, { site: Site }>

const SITE_ROLES: Readonly<Record<SiteQuestion['action'], readonly Role[]>> = {
  'read-site': ['contributor', 'proof-reader', 'moderator', 'editor', 'administrator'],
  // What a site showed holds what was taken back since.
  'see-past': ['moderator', 'editor', 'administrator'],
  'manage-site': ['editor', 'administrator'],
  // The second, local moderation, and whatever else the site says of what shows there.
  'confirm-delivery': ['moderator', 'editor', 'administrator'],
}

function judgeSite(person: Person, { action, site }: SiteQuestion, house: House): Verdict {
  return byRole({ person, roles: SITE_ROLES[action], organisation: site.organisation, house, site: site.id })
}

// Subjects are the whole network's: those who administer a body at its head.
function administersHead(person: Person, { organisations }: House): Verdict {
  const heads = organisations.all().filter(({ parent }) => parent === null || organisations.get(parent) === undefined)
  const held = person.memberships.some(
    ({ role, organisation, site }) =>
      role === 'administrator' && site === undefined && heads.some(({ id }) => id === organisation),
  )
  return held ? yes('administrator') : no('head-administrator-only')
}

type EntryQuestion = Extract<Question, { entry: EntrySubject }>

function judgeEntry(person: Person, { action, entry }: EntryQuestion, house: House): Verdict {
  const own = entry.author === person.id
  const within = { person, organisation: entry.organisation, house }
  switch (action) {
    case 'read-entry':
      if (own) return yes('author')
      // A draft put aside was private, and must not become readable for that.
      if (entry.state === 'draft' || entry.state === 'trashed')
        return byRole({ ...within, roles: ['moderator', 'administrator'] })
      return byRole({ ...within, roles: ANY_ROLE })
    case 'edit-entry':
      // Out of the bin too: what they bring back takes the same road as any other.
      if (own) return yes('author')
      if (entry.state === 'draft') return no('draft-of-someone-else')
      if (entry.state === 'trashed') return byRole({ ...within, roles: ['moderator', 'administrator'] })
      return byRole({ ...within, roles: ['proof-reader', 'moderator', 'administrator'] })
    case 'proof-read':
      return byRole({ ...within, roles: ['proof-reader', 'moderator', 'administrator'] })
    case 'trash':
      if (own && (entry.state === 'draft' || entry.state === 'refused' || entry.state === 'changes-requested'))
        return yes('author')
      return byRole({ ...within, roles: ['moderator', 'administrator'] })
    case 'withdraw':
      if (own) return yes('author')
      return byRole({ ...within, roles: ['moderator', 'administrator'] })
    case 'moderate':
    case 'recall':
    // Taken back in favour of another entry that says the same.
    case 'fold':
      return byRole({ ...within, roles: ['moderator', 'administrator'] })
  }
}

const LOOKING_AFTER: readonly Role[] = ['moderator', 'editor', 'administrator']
const ANY_ROLE: readonly Role[] = ['contributor', 'proof-reader', 'moderator', 'editor', 'administrator']

interface RoleSearch {
  readonly person: Person
  readonly roles: readonly Role[]
  readonly organisation: string
  readonly house: House
  readonly site?: string
}

function byRole({ person, roles, organisation, house, site }: RoleSearch): Verdict {
  const above = house.organisations.above(organisation)
  const held = person.memberships.find(
    (membership) => roles.includes(membership.role) && reaches(membership, above, site),
  )
  return held ? yes(held.role) : no('no-role-here')
}

function reaches(membership: Membership, above: readonly string[], site: string | undefined): boolean {
  if (membership.site !== undefined) return membership.site === site
  return membership.organisation !== undefined && above.includes(membership.organisation)
}

function yes(because: string): Verdict {
  return { yes: true, because }
}

function no(because: string): Verdict {
  return { yes: false, because }
}
