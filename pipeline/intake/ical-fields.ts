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
  /** A choice one of whose codes is `cancelled`. */
  readonly status?: Field | undefined
  readonly terms: readonly Field[]
}

const DATES: readonly FieldTypeId[] = ['datetime', 'date', 'partial-date']

/** Finds them, by name first, then by type. */
export function calendarFields({ fields }: ServiceType): CalendarFields {
  const named = (...names: readonly string[]): Field | undefined =>
    names.map((name) => fields.find((field) => field.name === name)).find((field) => field !== undefined)
  const typed = (...types: readonly FieldTypeId[]): Field | undefined => fields.find(({ type }) => types.includes(type))
  const description = named('body', 'description') ?? typed('rich-text')
  return {
    title: named('title', 'name') ?? typed('text'),
    start: fields.find(({ name, type }) => DATES.includes(type) && /^(?:start|date|from)/.test(name)),
    end: fields.find(({ name, type }) => DATES.includes(type) && /^end/.test(name)),
    period: typed('period'),
    recurrence: typed('recurrence'),
    place: typed('address') ?? named('place', 'location', 'venue'),
    point: typed('point'),
    online: named('online_url'),
    organiser: named('organiser', 'organizer'),
    contact: named('contact'),
    link: named('source_url', 'url', 'link', 'website'),
    description,
    summary: fields.find((field) => field.type === 'long-text' && field !== description),
    attachments: fields.find(({ type, many }) => type === 'file' && many),
    source: named('source_name'),
    language: named('language'),
    status: fields.find(({ choices }) => choices?.some(({ code }) => code === CANCELLED)),
    terms: fields.filter(({ type }) => type === 'term'),
  }
}

/** Code of the choice that says an event does not take place. */
export const CANCELLED = 'cancelled'
