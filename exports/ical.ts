import { type CalendarEvent, calendarEvents } from './calendar-events.ts'
import type { ExportedEntry, ExportedList, Tombstone } from './exported.ts'
import { icalLine, icalText, utcStamp } from './ical-line.ts'
import { PARIS, zoneLines } from './ical-zones.ts'

/**
 * An iCalendar (RFC 5545): an event per dated entry, several for weekly hours; what was withdrawn before its date stays a while as
 * cancelled, because a calendar that merely misses an event may keep it.
 */
export async function* writeIcal(list: ExportedList): AsyncGenerator<string> {
  yield lines(head(list))
  const zones = new Set<string>()
  let told = false
  for (const tombstone of list.deleted ?? []) {
    const event = cancelled(tombstone, list)
    if (event.length > 0) told = true
    yield lines(event)
  }
  for await (const entry of list.entries) {
    for (const event of calendarEvents(entry)) {
      // A zone stands before the first event that names it.
      if (event.zone !== undefined && !zones.has(event.zone)) yield lines(zoneLines(event.zone))
      if (event.zone !== undefined) zones.add(event.zone)
      told = true
      yield lines(eventLines(event, entry))
    }
  }
  // A calendar holds a component at least (§3.4), be it without an event.
  if (!told) yield lines(zoneLines(PARIS))
  yield lines(['END:VCALENDAR'])
}

function head(list: ExportedList): readonly string[] {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Terroir//Terroir//FR',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...text('NAME', list.title),
    ...text('X-WR-CALNAME', list.title),
    ...text('DESCRIPTION', list.description),
    `SOURCE;VALUE=URI:${list.self}`,
    `URL:${list.link}`,
    `LAST-MODIFIED:${utcStamp(list.updatedAt)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT4H',
    'X-PUBLISHED-TTL:PT4H',
  ]
}

function eventLines(event: CalendarEvent, entry: ExportedEntry): readonly string[] {
  const { point } = entry
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${utcStamp(entry.updatedAt)}`,
    `CREATED:${utcStamp(entry.publishedAt)}`,
    `LAST-MODIFIED:${utcStamp(entry.updatedAt)}`,
    `SEQUENCE:${Math.max(0, entry.version - 1)}`,
    ...event.when,
    `STATUS:${event.status}`,
    ...text('SUMMARY', entry.title),
    ...text('DESCRIPTION', entry.summary || entry.gist),
    ...text('LOCATION', event.location),
    ...(point ? [`GEO:${point.latitude.toFixed(6)};${point.longitude.toFixed(6)}`] : []),
    ...categories(entry),
    ...text('X-ORGANISER', event.organiser),
    `URL:${entry.link}`,
    ...entry.enclosures.map(({ url, mediaType }) => `ATTACH;FMTTYPE=${mediaType.replace(/;.*/, '')}:${url}`),
    'END:VEVENT',
  ]
}

function categories({ themes }: ExportedEntry): readonly string[] {
  return themes.length === 0 ? [] : [`CATEGORIES:${themes.map(({ label }) => icalText(label)).join(',')}`]
}

// What had begun by then took place. Nothing is told of it but that it will not: its words were taken back.
function cancelled({ uri, at, sortAt }: Tombstone, { language }: ExportedList): readonly string[] {
  if (sortAt === undefined || sortAt <= at) return []
  return [
    'BEGIN:VEVENT',
    `UID:${uri}`,
    `DTSTAMP:${utcStamp(at)}`,
    `LAST-MODIFIED:${utcStamp(at)}`,
    // Above whatever number its changes had reached.
    `SEQUENCE:${Math.floor(at / 1000) % 2_147_483_647}`,
    `DTSTART:${utcStamp(sortAt)}`,
    'STATUS:CANCELLED',
    ...text('SUMMARY', language === 'en' ? 'Withdrawn' : 'Retiré'),
    'END:VEVENT',
  ]
}

function text(name: string, value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [`${name}:${icalText(value)}`]
}

function lines(all: readonly string[]): string {
  return all.map(icalLine).join('')
}
