import type { Field } from '../model/field.ts'
import type { RawValue } from '../model/field-types/field-type.ts'
import { plainLine, plainLines, shortened } from './feed-text.ts'
import { type Calendar, type CalendarEvent, valueIn } from './ical-events.ts'
import type { CalendarFields } from './ical-fields.ts'
import { type ContentLine, textOfValue, valuesOf } from './ical-lines.ts'
import type { IntakeText } from './reader.ts'

/** What turns events of one calendar into items. */
export interface CalendarContext extends Pick<IntakeText, 'options' | 'warnings'> {
  readonly calendar: Calendar
  readonly fields: CalendarFields
}

/** What an event says beside its dates, with the field each goes to. */
export function textsOf(
  { properties }: CalendarEvent,
  context: CalendarContext,
): readonly (readonly [Field | undefined, RawValue | undefined])[] {
  const { fields, calendar } = context
  const text = (name: string) => textOfValue(valueIn(properties, name)).trim()
  const description = htmlOf(properties.get('X-ALT-DESC')) ?? text('DESCRIPTION')
  const place = text('LOCATION')
  const title = plainLine(text('SUMMARY')) || shortened(plainLine(description), 120)
  const online = [place, text('CONFERENCE'), text('X-GOOGLE-CONFERENCE')].find((one) => WEB.test(one))
  const plain = (value: string, field: Field | undefined) => shortened(plainLine(value), field?.max)
  return [
    [fields.title, shortened(title, fields.title?.max)],
    [fields.place, placeOf(place, context)],
    [fields.point, text('GEO').replace(';', ', ')],
    [fields.online, online],
    [fields.organiser, plain(properties.get('ORGANIZER')?.[0]?.params.CN ?? '', fields.organiser)],
    [fields.contact, plain(text('CONTACT'), fields.contact)],
    [fields.link, WEB.test(text('URL')) ? text('URL') : undefined],
    [fields.description, description],
    [fields.summary, shortened(plainLines(text('DESCRIPTION')), fields.summary?.max)],
    [fields.attachments, attachmentsOf(properties.get('ATTACH'))],
    [fields.source, plain(textOfValue(valueIn(calendar.properties, 'X-WR-CALNAME')), fields.source)],
    [fields.language, properties.get('SUMMARY')?.[0]?.params.LANGUAGE?.split('-')[0]?.toLowerCase()],
    ...subjectsOf(properties.get('CATEGORIES'), context),
  ]
}

const WEB = /^https?:\/\/\S+$/i
const POSTCODE = /^(.*?)[\s,;–-]*(?<!\d)(\d{5})(?!\d)[\s,–-]+([^\d,]{2,60})$/

/** The parts of a place as far as they are sure: a commune the farm does not know would have the whole event refused. */
function placeOf(written: string, { options, fields }: CalendarContext): RawValue | undefined {
  const place = plainLine(written)
    .slice(0, 500)
    .replace(/[\s,]+(?:france|fr)$/i, '')
  if (place === '' || WEB.test(place)) return undefined
  if (fields.place?.type !== 'address') return place
  const knows = (town: string) => options.knowsTown?.(town) ?? false
  const [, street = '', postcode = '', town = ''] = POSTCODE.exec(place) ?? []
  if (town !== '' && knows(town)) return { street, postcode, town }
  const comma = Math.max(place.lastIndexOf(','), place.lastIndexOf(' - '))
  const last = place.slice(comma + 1).replace(/^[\s-]+/, '')
  if (comma > 0 && knows(last)) return { street: place.slice(0, comma).trim(), town: last }
  return knows(place) ? { town: place } : { street: place }
}

function htmlOf(lines: readonly ContentLine[] | undefined): string | undefined {
  return lines?.filter(({ params }) => params.FMTTYPE === 'text/html').map(({ value }) => textOfValue(value))[0]
}

function attachmentsOf(lines: readonly ContentLine[] = []): readonly Readonly<Record<string, string>>[] {
  return lines
    .filter(({ value }) => WEB.test(value.trim()))
    .slice(0, 20)
    .map(({ value, params }) => ({ file: value.trim(), name: params.FILENAME ?? '' }))
}

/** Each category goes to the first field whose vocabulary knows it. */
function subjectsOf(
  lines: readonly ContentLine[] = [],
  { options, fields, warnings }: CalendarContext,
): readonly (readonly [Field, readonly string[]])[] {
  const found = new Map<Field, string[]>()
  const categories = lines.flatMap(({ value }) => valuesOf(value)).map(plainLine)
  for (const category of new Set(categories.filter((one) => one !== '').slice(0, 100))) {
    const field = fields.terms.find(({ vocabulary = 'themes' }) => options.knowsTerm?.(vocabulary, category))
    if (field !== undefined) found.getOrInsertComputed(field, () => []).push(category)
    else if (options.knowsTerm) {
      warnings.add({ code: 'unknown-theme', field: 'themes', params: { value: shortened(category, 80) } })
    }
  }
  return [...found].map(([field, values]) => [field, field.many ? values : values.slice(0, 1)])
}
