/** The time zone every wall clock of the farm is read in. */
export const TIME_ZONE = 'Europe/Paris'

/** Instant (ms) of a wall clock in Paris; in the lost hour of spring it moves on an hour, in the double hour of autumn it is the first. */
export function parisInstant(wall: number): number {
  const before = wall - parisOffset(wall - DAY)
  if (before + parisOffset(before) === wall) return before
  const after = wall - parisOffset(wall + DAY)
  return after + parisOffset(after) === wall ? after : before
}

/** Wall clock in Paris of an instant, as milliseconds of the same figures in UTC. */
export function parisWall(instant: number): number {
  return instant + parisOffset(instant)
}

/** Text `YYYY-MM-DDTHH:MM` of a wall clock given in milliseconds. */
export function wallText(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16)
}

/** Today in Paris, `YYYY-MM-DD`, at the given instant. */
export function parisDay(instant: number): string {
  return wallText(parisWall(instant)).slice(0, 10)
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
// The rule of Directive 2000/84/EC, in force in France since 1996; earlier years ask the zone database, which is slow.
const RULE_SINCE = Date.UTC(1996, 0, 1)
const summers = new Map<number, readonly [number, number]>()
let zone: Intl.DateTimeFormat | undefined

function parisOffset(instant: number): number {
  if (instant < RULE_SINCE) return offsetOfOldDays(instant)
  const [start, end] = summerOf(new Date(instant).getUTCFullYear())
  return instant >= start && instant < end ? 2 * HOUR : HOUR
}

function summerOf(year: number): readonly [number, number] {
  const known = summers.get(year)
  if (known !== undefined) return known
  const summer = [lastSunday(year, 2), lastSunday(year, 9)] as const
  summers.set(year, summer)
  return summer
}

function lastSunday(year: number, month: number): number {
  const lastDay = Date.UTC(year, month, 31, 1)
  return lastDay - new Date(lastDay).getUTCDay() * DAY
}

function offsetOfOldDays(instant: number): number {
  zone ??= new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, timeZoneName: 'longOffset' })
  const name = zone.formatToParts(instant).find((piece) => piece.type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes, seconds] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? []
  const offset = Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1000
  return sign === '-' ? -offset : offset
}
