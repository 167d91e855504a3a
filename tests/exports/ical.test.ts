import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { ExportedEntry, ExportedList } from '../../exports/exported.ts'
import { zoneLines, zoneOfTerritories } from '../../exports/ical-zones.ts'
import { declaredKind } from './declared-kind.ts'
import { textOf } from './read-all.ts'
import { NASTY, sampleEntry, sampleList } from './sample.ts'

const EVENT = declaredKind('event')

async function calendar(
  values: ExportedEntry['values'],
  more: Partial<ExportedEntry> = {},
  list: Partial<ExportedList> = {},
) {
  const serviceType = more.serviceType ?? EVENT
  const entry = sampleEntry(1, { ...more, serviceType, values })
  const text = await textOf('ical', sampleList({ serviceType, entries: [entry], deleted: [], ...list }))
  const root = new ICAL.Component(ICAL.parse(text))
  const zones = root.getAllSubcomponents('vtimezone').map((one) => new ICAL.Timezone(one))
  for (const zone of zones) ICAL.TimezoneService.register(zone)
  return { text, root, zones, events: root.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one)) }
}

const start = '2026-12-03T14:00'

test('A calendar without an event still holds a component, which the standard wants', async () => {
  const { root, zones, events } = await calendar({}, {}, { entries: [] })
  expect([events.length, zones.length, root.getAllSubcomponents().length]).toEqual([0, 1, 1])
})

describe('An event', () => {
  test('is read by another program, its instant and its zone known', async () => {
    const { events, zones } = await calendar({ start, end: '2026-12-03T17:30' })
    expect(events).toHaveLength(1)
    expect(events[0]?.startDate.toJSDate().toISOString()).toBe('2026-12-03T13:00:00.000Z')
    expect(events[0]?.endDate.toJSDate().toISOString()).toBe('2026-12-03T16:30:00.000Z')
    expect(zones.map(({ tzid }) => tzid)).toEqual(['Europe/Paris'])
    const summer = await calendar({ start: '2026-07-03T14:00' })
    expect(summer.events[0]?.startDate.toJSDate().toISOString()).toBe('2026-07-03T12:00:00.000Z')
  })

  test('keeps its identity, counts its changes and says what became of it', async () => {
    const { root } = await calendar({ start, status: 'cancelled' }, { version: 4 })
    const event = root.getFirstSubcomponent('vevent')
    expect(event?.getFirstPropertyValue('uid')).toBe('tag:emploi.example,2026:entry/1')
    expect(event?.getFirstPropertyValue('sequence')).toBe(3)
    expect(event?.getFirstPropertyValue('status')).toBe('CANCELLED')
    const postponed = await calendar({ start, status: 'postponed' })
    expect(postponed.root.getFirstSubcomponent('vevent')?.getFirstPropertyValue('status')).toBe('TENTATIVE')
  })

  test('without an hour is of whole days, its last one included', async () => {
    const { events } = await calendar({ start: '2026-12-03T00:00', end: '2026-12-05T00:00' })
    expect(events[0]?.startDate.isDate).toBe(true)
    expect(events[0]?.startDate.toString()).toBe('2026-12-03')
    expect(events[0]?.endDate.toString()).toBe('2026-12-06')
  })

  test('that comes back each week does so until its last day, at the same hour across the change of clocks', async () => {
    const { events } = await calendar({
      start: '2027-03-16T14:00',
      end: '2027-04-06T16:00',
      recurrence: 'FREQ=WEEKLY;BYDAY=TU;EXDATE=20270323',
    })
    const [event] = events
    const times: string[] = []
    for (const iterator = event?.iterator(); iterator && times.length < 10; ) {
      const next = iterator.next()
      if (!next) break
      times.push(next.toJSDate().toISOString())
    }
    expect(times).toEqual(['2027-03-16T13:00:00.000Z', '2027-03-30T12:00:00.000Z', '2027-04-06T12:00:00.000Z'])
    expect(event?.duration.toSeconds()).toBe(7200)
  })

  test('overseas is told on the clock of its place, at the same instant', async () => {
    const { events, zones } = await calendar(
      { start },
      { territories: [{ key: 'commune:97411', name: 'Saint-Denis' }] },
    )
    expect(zones.map(({ tzid }) => tzid)).toEqual(['Indian/Reunion'])
    expect(events[0]?.startDate.toString()).toBe('2026-12-03T17:00:00')
    expect(events[0]?.startDate.toJSDate().toISOString()).toBe('2026-12-03T13:00:00.000Z')
  })

  test('of which only the month is known covers it, as not sure', async () => {
    const { events, root } = await calendar(
      { start: '2027-02', end: '2027-03' },
      { serviceType: declaredKind('session') },
    )
    expect([String(events[0]?.startDate), String(events[0]?.endDate)]).toEqual(['2027-02-01', '2027-04-01'])
    expect(root.getFirstSubcomponent('vevent')?.getFirstPropertyValue('status')).toBe('TENTATIVE')
  })

  test('without a date is left out', async () => {
    expect((await calendar({ title: 'Sans date' })).events).toEqual([])
  })
})

test('every zone a French place lives in is one another program can compute', () => {
  const codes = [
    '58194',
    ...['971', '972', '973', '974', '975', '976', '977', '978', '986', '987', '988'].map((one) => `${one}01`),
  ]
  const winter = Date.UTC(2027, 0, 15, 12)
  for (const code of codes) {
    const name = zoneOfTerritories([`commune:${code}`])
    const component = new ICAL.Component(ICAL.parse(zoneLines(name).join('\r\n')))
    const zone = new ICAL.Timezone(component)
    for (const instant of [winter, winter + 180 * 86_400_000]) {
      const wall = new Date(instant).toLocaleString('sv-SE', { timeZone: name })
      const time = ICAL.Time.fromDateTimeString(wall.replace(' ', 'T'))
      time.zone = zone
      expect(time.toJSDate().getTime(), `${name} ${wall}`).toBe(instant)
    }
  }
})

test('weekly hours come back each week, save on the days it is closed', async () => {
  const { events } = await calendar(
    { opening_hours: 'Tu-Th 09:00-12:00,14:00-17:00; Sa 10:00-12:00', closures: ['2026-10-07'] },
    { serviceType: declaredKind('drop-in'), publishedAt: Date.UTC(2026, 9, 2) },
  )
  expect(events.map(({ uid }) => uid.split(':').at(-1))).toEqual(['TUWETH-0900', 'TUWETH-1400', 'SA-1000'])
  const iterator = events[0]?.iterator()
  const days = [1, 2, 3].map(() => iterator?.next()?.toString())
  expect(days).toEqual(['2026-10-06T09:00:00', '2026-10-08T09:00:00', '2026-10-13T09:00:00'])
})

test('what was withdrawn before its day is cancelled, without a word of what it said; what had begun took place', async () => {
  const at = Date.UTC(2026, 10, 1)
  const { events, root } = await calendar(
    { start },
    {},
    {
      deleted: [
        { uri: 'tag:x,2026:entry:7', at, sortAt: at + 86_400_000 },
        { uri: 'tag:x,2026:entry:8', at, sortAt: at - 1 },
      ],
    },
  )
  expect(events.map(({ uid }) => uid)).toEqual(['tag:x,2026:entry:7', 'tag:emploi.example,2026:entry/1'])
  expect(root.getFirstSubcomponent('vevent')?.getFirstPropertyValue('status')).toBe('CANCELLED')
  expect(events[0]?.summary).toBe('Retiré')
})

test('hostile texts stay texts, in lines of at most 75 octets', async () => {
  const title = `${NASTY}\r\nBEGIN:VEVENT\r\nUID:x\r\n${'😀é'.repeat(5000)}`
  const { text, events } = await calendar({ start }, { title })
  expect(events).toHaveLength(1)
  expect(events[0]?.summary).toContain('BEGIN:VEVENT\nUID:x\n😀é')
  expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
  expect(text).not.toContain('\uFFFD😀')
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})
