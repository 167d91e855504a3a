import { LHEO_CODES } from './lheo-mapping.ts'
import { addressOf, type Offer, periodOf, withoutFiller } from './lheo-values.ts'
import { nodeAt, nodesIn, nodeText, type XmlNode } from './xml-nodes.ts'

/** A stretch of days as LHÉO writes them, `00` for a day or a month nobody knows. */
export interface LheoPeriod {
  readonly start: string
  readonly end?: string
}

/** What LHÉO tells of one session beside its dates; empty where it says nothing. */
export interface LheoSession {
  readonly period: LheoPeriod | undefined
  /** Days on which one may enrol. */
  readonly enrolment: LheoPeriod | undefined
  /** A choice of `enrolment_state`. */
  readonly state: string
  readonly how: string
  /** Where one enrols, as the parts of an address. */
  readonly enrolAt: Readonly<Record<string, string>> | undefined
  readonly url: string
  readonly contact: readonly string[]
}

/** Every session of an offer, in its order. */
export function sessionsOf({ action }: Pick<Offer, 'action'>): readonly LheoSession[] {
  return nodesIn(action, 'session').map((session) => ({
    period: periodOf(session),
    enrolment: periodOf(nodeAt(session, 'periode-inscription') ?? NOWHERE),
    state: LHEO_CODES.enrolment_state?.codes[said(session, 'etat-recrutement')] ?? '',
    how: said(session, 'modalites-inscription'),
    enrolAt: addressOf(nodeAt(session, 'adresse-inscription')),
    url: said(session, 'url-session/urlweb'),
    contact: CONTACT.map((path) => said(session, `contact-session/coordonnees/${path}`)).filter((text) => text !== ''),
  }))
}

/** Every place an action is held at, as the parts of an address. */
export function placesOf({ action }: Pick<Offer, 'action'>): readonly Readonly<Record<string, string>>[] {
  return nodesIn(action, 'lieu-de-formation')
    .map((place) => addressOf(nodeAt(place, 'coordonnees')))
    .filter((address) => address !== undefined)
}

const CONTACT = ['nom', 'telfixe/numtel', 'portable/numtel', 'courriel']
const NOWHERE: XmlNode = { name: 'periode-inscription', attributes: {}, content: [] }

function said(session: XmlNode, path: string): string {
  return withoutFiller(nodeText(nodeAt(session, path)))
}
