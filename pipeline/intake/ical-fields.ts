import type { Field, FieldTypeId } from '../model/field.ts'
import type { ServiceType } from '../model/service-type.ts'

/** The fields of a service type that an event of a calendar can fill, by what they are for. */
export interface CalendarFields {
  readonly title?: Field | undefined
  readonly start?: Field | undefined
  readonly end?: Field | undefined
  readonly period?: Field | undefined
  readonly recurrence?: Field | undefined
  readonly place?: Field | undefined
  readonly point?: Field | undefined
  readonly online?: Field | undefined
  readonly organiser?: Field | undefined
  readonly contact?: Field | undefined
  readonly link?: Field | undefined
  readonly description?: Field | undefined
  readonly summary?: Field | undefined
  readonly attachments?: Field | undefined
  readonly source?: Field | undefined
  readonly language?: Field | undefined
  /** The choice that says whether it takes place, and its codes for what does not, and for what is not sure. */
  readonly status?: Field | undefined
  readonly cancelled: string
  readonly tentative: string | undefined
  readonly terms: readonly Field[]
}

const DATES: readonly FieldTypeId[] = ['datetime', 'date', 'partial-date']

/** Finds them: those the kind declares for its own calendars, so that one comes back as it left; else by name, then by type. */
export function calendarFields({ fields, standards }: ServiceType): CalendarFields {
  const named = (...names: readonly (string | undefined)[]): Field | undefined =>
    names.map((name) => fields.find((field) => field.name === name)).find((field) => field !== undefined)
  const typed = (...types: readonly FieldTypeId[]): Field | undefined => fields.find(({ type }) => types.includes(type))
  const terms = standards.ical
  const description = named('body', 'description') ?? typed('rich-text')
  const start =
    named(terms?.start) ?? fields.find(({ name, type }) => DATES.includes(type) && /^(?:start|date|from)/.test(name))
  return {
    title: named('title', 'name') ?? typed('text'),
    start: start?.type === 'period' ? undefined : start,
    end: named(terms?.end) ?? fields.find(({ name, type }) => DATES.includes(type) && /^end/.test(name)),
    period: start?.type === 'period' ? start : typed('period'),
    recurrence: named(terms?.recurrence) ?? typed('recurrence'),
    place: named(terms?.location) ?? typed('address') ?? named('place', 'location', 'venue'),
    point: typed('point'),
    online: named('online_url'),
    organiser: named(terms?.organiser, 'organiser', 'organizer'),
    contact: named('contact'),
    link: named('source_url', 'url', 'link', 'website'),
    description,
    summary: fields.find((field) => field.type === 'long-text' && field !== description),
    attachments: fields.find(({ type, many }) => type === 'file' && many),
    source: named('source_name'),
    language: named('language'),
    status:
      named(terms?.cancelled?.field) ?? fields.find(({ choices }) => choices?.some(({ code }) => code === CANCELLED)),
    cancelled: terms?.cancelled?.values[0] ?? CANCELLED,
    tentative: terms?.tentative?.values[0],
    terms: fields.filter(({ type }) => type === 'term'),
  }
}

const CANCELLED = 'cancelled'
