import { offerOf } from '../../../exports/lheo-offer.ts'
import { rawItems } from '../../../exports/raw-items.ts'
import { LHEO_FIELD } from '../../../pipeline/intake/lheo-raw.ts'
import { type LheoPeriod, type LheoSession, placesOf, sessionsOf } from '../../../pipeline/intake/lheo-sessions.ts'
import type { Values } from '../../../pipeline/model/entry.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import type { StoredValue } from '../../../pipeline/model/field-types/field-type.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { showValue } from '../../../pipeline/model/show-value.ts'
import { isList } from '../../../pipeline/model/written/parts.ts'
import { isOver } from '../present/next-periods.ts'
import type { Visit } from '../visit.ts'
import { exportedEntry } from './exported-entry.ts'
import type { Picked } from './exported-files.ts'

/** One session as a page tells it, every text written for the reader; empty where nothing is known. */
export interface ToldSession {
  readonly dates: string
  readonly over: boolean
  readonly state: string
  readonly enrolment: string
  readonly enrolAt: string
  readonly url: string
  readonly contact: string
}

/** The sessions of an entry, and the places its offer is held at where there are several. */
export interface ToldSessions {
  readonly sessions: readonly ToldSession[]
  readonly places: readonly string[]
}

/**
 * The sessions of an entry whose kind has several periods: with all an offer that came by LHÉO says of them, at the dates they have now;
 * else their dates alone. None where the key facts say as much.
 */
export function entrySessions(visit: Visit, picked: Omit<Picked, 'link'>): ToldSessions {
  const { serviceType, values } = picked
  const field = serviceType.fields.find(({ type, many, confidential }) => type === 'period' && many && !confidential)
  if (field === undefined) return NONE
  return typeof values[LHEO_FIELD] === 'string'
    ? toldByOffer(visit, { picked, field })
    : toldByDates(visit, { values, field })
}

const NONE: ToldSessions = { sessions: [], places: [] }
const NOTHING = { state: '', enrolment: '', enrolAt: '', url: '', contact: '' }

interface Telling {
  readonly picked: Omit<Picked, 'link'>
  readonly field: Field
}

function toldByOffer(visit: Visit, { picked, field }: Telling): ToldSessions {
  const entry = exportedEntry(visit, { ...picked, link: '', enclosures: [] })
  const { formation } = offerOf(entry, { reading: visit.show })
  const action = formation.content.find((one) => typeof one !== 'string' && one.name === 'action')
  const offer = { action: typeof action === 'string' ? undefined : action }
  const states = picked.serviceType.fields.find(({ name }) => name === 'enrolment_state')?.choices ?? []
  const [place = ''] = rawItems(entry.values.address).map((one) => (typeof one === 'string' ? one : placeText(one)))
  const sessions = sessionsOf(offer).map((one): ToldSession => {
    const state = states.find(({ code }) => code === one.state)
    const enrolAt = one.enrolAt ? placeText(one.enrolAt) : ''
    return {
      ...datesOf(visit, { field, period: one.period }),
      state: state ? inLanguage(state.label, visit.language) : '',
      enrolment: enrolmentText(visit, { field, session: one }),
      enrolAt: enrolAt === place ? '' : enrolAt,
      url: /^https?:\/\//i.test(one.url) ? one.url : '',
      contact: one.contact.join(', '),
    }
  })
  const places = [...new Set(placesOf(offer).map(placeText))].filter((text) => text !== '')
  const says =
    sessions.length > 1 || sessions.some(({ enrolment, enrolAt, url }) => `${enrolment}${enrolAt}${url}` !== '')
  return { sessions: says ? sessions : [], places: places.length > 1 ? places : [] }
}

function toldByDates(
  visit: Visit,
  { values, field }: { readonly values: Values; readonly field: Field },
): ToldSessions {
  const value = values[field.name]
  if (!isList(value) || value.length < 2) return NONE
  return { sessions: value.map((one) => ({ ...NOTHING, ...shownDates(visit, { field, value: one }) })), places: [] }
}

function enrolmentText(visit: Visit, { field, session }: { readonly field: Field; readonly session: LheoSession }) {
  const days = session.enrolment ? datesOf(visit, { field, period: session.enrolment }).dates : ''
  return [days, session.how].filter((text) => text !== '').join(' – ')
}

function datesOf(visit: Visit, { field, period }: { readonly field: Field; readonly period: LheoPeriod | undefined }) {
  if (period === undefined) return { dates: visit.words('portal.sessions.undated'), over: false }
  const { start, end } = period
  const value = { start: partialDate(start), ...(end === undefined ? {} : { end: partialDate(end) }) }
  return shownDates(visit, { field, value })
}

function shownDates({ show }: Visit, { field, value }: { readonly field: Field; readonly value: StoredValue }) {
  return { dates: showValue({ field: { ...field, many: false }, value, context: show }), over: isOver(value, show.now) }
}

// `20270900` is September 2027.
function partialDate(digits: string): string {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)]
  return [year, month, day].filter((part, at) => part !== '00' && (at < 2 || month !== '00')).join('-')
}

function placeText({ street = '', postcode = '', town = '' }: Readonly<Record<string, string>>): string {
  return [street, `${postcode} ${town}`.trim()].filter((text) => text !== '').join(', ')
}
