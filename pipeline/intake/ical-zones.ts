import { createRequire } from 'node:module'
import type ICAL from 'ical.js'
import { parisInstant, parisWall, TIME_ZONE } from '../model/paris.ts'
import { WINDOWS_ZONES } from './windows-zones.ts'

/** Instant (ms) of a wall clock given as milliseconds of the same figures in UTC. */
export type Zone = (wall: number) => number

/**
 * The time zone a name stands for: one of the zone database, also where a program put its own prefix before it, one of Windows, else
 * what the calendar itself defines under that name. Undefined when nothing says what it is.
 */
export function zoneNamed(name: string, definitions: ReadonlyMap<string, readonly string[]>): Zone | undefined {
  const known = iana(WINDOWS_ZONES[name] ?? name) ?? iana(/[A-Za-z_]+\/[A-Za-z_]+(?:\/[A-Za-z_]+)?$/.exec(name)?.[0])
  if (known !== undefined) return known === TIME_ZONE ? parisInstant : (wall) => instantIn(known, wall)
  return defined(definitions.get(name)) ?? (/\bParis\b/i.test(name) ? parisInstant : undefined)
}

/** The wall clock in Paris when another zone shows this one. */
export function inParis(wall: number, zone: Zone): number {
  return zone === parisInstant ? wall : parisWall(zone(wall))
}

const formats = new Map<string, Intl.DateTimeFormat>()
const require = createRequire(import.meta.url)

function iana(name: string | undefined): string | undefined {
  if (name === undefined || !/^[A-Za-z0-9_+/-]{2,50}$/.test(name)) return undefined
  if (formats.has(name)) return name
  try {
    formats.set(name, new Intl.DateTimeFormat('en-GB', { timeZone: name, timeZoneName: 'longOffset' }))
    return name
  } catch {
    return undefined
  }
}

// In the lost hour of spring the clock moves on; in the double hour of autumn it is the first.
function instantIn(zone: string, wall: number): number {
  const before = wall - offsetIn(zone, wall - DAY)
  if (before + offsetIn(zone, before) === wall) return before
  const after = wall - offsetIn(zone, wall + DAY)
  return after + offsetIn(zone, after) === wall ? after : before
}

function offsetIn(zone: string, instant: number): number {
  const pieces = formats.get(zone)?.formatToParts(instant) ?? []
  const name = pieces.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  const offset = Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE
  return sign === '-' ? -offset : offset
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

// Its rules are expanded year by year: one that repeats more often, or starts long ago, would never end.
const SOUND =
  /^(?:RRULE:(?=.*FREQ=YEARLY)(?!.*(?:COUNT|INTERVAL|BYSET|BYHOUR|BYMIN|BYSEC|BYWEEK|BYYEAR))|DTSTART[^:]*:(?:1[6-9]|20)\d\d)/i

function defined(lines: readonly string[] | undefined): Zone | undefined {
  if (lines === undefined || lines.length > 400) return undefined
  if (lines.some((line) => /^(?:RRULE|DTSTART)/i.test(line) && !SOUND.test(line))) return undefined
  try {
    const ical: typeof ICAL = require('ical.js')
    const written = ['BEGIN:VTIMEZONE', ...lines, 'END:VTIMEZONE'].join('\r\n')
    const zone = new ical.Timezone(new ical.Component(ical.parse(written)))
    return (wall) => wall - zone.utcOffset(timeOf(ical, wall)) * 1000
  } catch {
    return undefined
  }
}

function timeOf(ical: typeof ICAL, wall: number) {
  const date = new Date(Math.min(wall, Date.UTC(2100, 0, 1)))
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  const [hour, minute] = [date.getUTCHours(), date.getUTCMinutes()]
  return ical.Time.fromData({ year, month, day, hour, minute, second: 0 })
}
