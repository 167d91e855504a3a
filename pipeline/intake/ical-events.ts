import { type CalendarBlock, type ContentLine, calendarBlocks, contentLine } from './ical-lines.ts'
import { compactTime, type TimeReader, timeReader } from './ical-times.ts'
import type { Warnings } from './warnings.ts'

/** One event of a calendar by its properties. */
export interface CalendarEvent {
  /** 1-based place among the events of the file. */
  readonly line: number
  readonly properties: ReadonlyMap<string, readonly ContentLine[]>
  /** `UID`, with the moment it stands for where it is one of a series. */
  readonly identity: string | undefined
  readonly uid: string
  /** The one of its series it replaces, as calendars write it; undefined for a series or a single event. */
  readonly replaces: string | undefined
}

/** A calendar read as a whole. */
export interface Calendar {
  readonly properties: ReadonlyMap<string, readonly ContentLine[]>
  readonly events: readonly CalendarEvent[]
  /** Each series, or event that happens once, by `UID`. */
  readonly series: ReadonlyMap<string, CalendarEvent>
  /** Moments of each series that an event of their own replaces or takes back, by `UID`. */
  readonly replaced: ReadonlyMap<string, readonly string[]>
  readonly times: TimeReader
}

/** Reads the events of a text; of several versions of one, the newest by `SEQUENCE`, then `LAST-MODIFIED`. Warning: `truncated-calendar` { items }. */
export function readCalendar(text: string, warnings: Warnings): Calendar {
  const blocks = [...calendarBlocks(text)]
  const properties = propertiesOf(blocks.filter(({ kind }) => kind === '').flatMap(({ lines }) => lines))
  const floating = properties.get('X-WR-TIMEZONE')?.[0]?.value.trim()
  const times = timeReader(definitionsIn(blocks), { floating, warnings })
  const written = blocks.filter(({ kind }) => kind === 'VEVENT')
  if (written.some(({ cut }) => cut)) warnings.add({ code: 'truncated-calendar', params: { items: written.length } })
  const events = newestOf(apart(written.map((block, index) => eventOf(block, index + 1, times))))
  const replaced = Map.groupBy(
    events.filter((event) => event.replaces !== undefined),
    ({ uid }) => uid,
  )
  return {
    properties,
    events,
    series: new Map(events.flatMap((event) => (event.replaces === undefined ? [[event.uid, event] as const] : []))),
    replaced: new Map([...replaced].map(([uid, ones]) => [uid, ones.flatMap(({ replaces }) => replaces ?? [])])),
    times,
  }
}

/** Value of the first property of a name, trimmed; empty without one. */
export function valueIn(properties: CalendarEvent['properties'], name: string): string {
  return properties.get(name)?.[0]?.value.trim() ?? ''
}

function definitionsIn(blocks: readonly CalendarBlock[]): ReadonlyMap<string, readonly string[]> {
  const zones = blocks.filter(({ kind }) => kind === 'VTIMEZONE')
  return new Map(zones.map(({ lines }) => [valueIn(propertiesOf(lines.slice(0, 50)), 'TZID'), lines]))
}

function propertiesOf(lines: readonly string[]): CalendarEvent['properties'] {
  return Map.groupBy(
    lines.map(contentLine).filter((line) => line !== undefined),
    ({ name }) => name,
  )
}

function eventOf({ lines }: CalendarBlock, line: number, times: TimeReader): CalendarEvent {
  const properties = propertiesOf(lines)
  const uid = valueIn(properties, 'UID').slice(0, 500)
  const [moment] = properties.get('RECURRENCE-ID')?.slice(0, 1).flatMap(times) ?? []
  const replaces = moment === undefined ? undefined : compactTime(moment)
  const identity = uid === '' ? undefined : replaces === undefined ? uid : `${uid} ${replaces}`
  return { line, properties, uid, replaces, identity }
}

// Some programs give the moments of one event the same number, which only their dates tell apart.
function apart(events: readonly CalendarEvent[]): readonly CalendarEvent[] {
  const starts = new Map<string, Set<string>>()
  const key = ({ identity, properties }: CalendarEvent) => `${identity} ${valueIn(properties, 'SEQUENCE')}`
  const startOf = ({ properties }: CalendarEvent) => valueIn(properties, 'DTSTART')
  for (const event of events) starts.getOrInsertComputed(key(event), () => new Set()).add(startOf(event))
  return events.map((event) =>
    event.identity !== undefined && (starts.get(key(event))?.size ?? 0) > 1
      ? { ...event, identity: `${event.identity} ${startOf(event)}` }
      : event,
  )
}

function newestOf(events: readonly CalendarEvent[]): readonly CalendarEvent[] {
  const newest = new Map<string, CalendarEvent>()
  for (const event of events) {
    const key = event.identity ?? `line ${event.line}`
    const other = newest.get(key)
    if (other === undefined || isNewer(event, other)) newest.set(key, event)
  }
  return [...newest.values()].sort((a, b) => a.line - b.line)
}

function isNewer({ properties: one }: CalendarEvent, { properties: other }: CalendarEvent): boolean {
  const sequence = Number(valueIn(one, 'SEQUENCE')) - Number(valueIn(other, 'SEQUENCE'))
  if (sequence !== 0 && !Number.isNaN(sequence)) return sequence > 0
  return changedAt(one) >= changedAt(other)
}

function changedAt(properties: CalendarEvent['properties']): string {
  return valueIn(properties, 'LAST-MODIFIED') || valueIn(properties, 'DTSTAMP')
}
