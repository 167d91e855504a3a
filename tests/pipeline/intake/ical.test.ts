import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readIntake } from '../../../pipeline/intake/detect.ts'
import type { IntakeItem } from '../../../pipeline/intake/reader.ts'
import { cpuClock } from '../../cpu-clock.ts'
import { declaredType } from './declared-types.ts'
import { bytesOf, readWhole } from './reading.ts'

const options = {
  serviceType: declaredType('event'),
  knowsTerm: (vocabulary: string, text: string) =>
    vocabulary === 'themes' ? text === 'Emploi' : vocabulary === 'publics' && text === 'Jeunes',
  knowsTown: (text: string) => text === 'Nevers' || text === 'Decize',
}

function calendar(...lines: readonly string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
}

function event(...lines: readonly string[]): string {
  return ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n')
}

function first(...lines: readonly string[]): IntakeItem {
  const [item] = readWhole(calendar(event('UID:1', 'SUMMARY:Forum', ...lines)), options).items
  if (item === undefined) throw new Error('no item')
  return item
}

describe('an event of a calendar', () => {
  it('fills the fields of its kind', () => {
    const item = first(
      'DTSTART;TZID=Europe/Paris:20260318T090000',
      'DTEND;TZID=Europe/Paris:20260318T170000',
      'LOCATION:Maison de l’emploi\\, 2 rue du Rempart\\, 58000 Nevers\\, France',
      'DESCRIPTION:Venez avec un CV\\; <b>entrée libre</b>\\nSans rendez-vous',
      'CATEGORIES:Emploi,Jeunes,Pétanque',
      'ORGANIZER;CN="Mission locale; Nevers":mailto:accueil@example.org',
      'URL:https://example.org/forum',
      'ATTACH;FMTTYPE=application/pdf;FILENAME=plan.pdf:https://example.org/plan.pdf',
      'STATUS:CONFIRMED',
    )
    expect(item.raw).toEqual({
      title: 'Forum',
      start: '2026-03-18T09:00',
      end: '2026-03-18T17:00',
      address: { street: 'Maison de l’emploi, 2 rue du Rempart', postcode: '58000', town: 'Nevers' },
      body: 'Venez avec un CV; <b>entrée libre</b>\nSans rendez-vous',
      themes: ['Emploi'],
      audience: ['Jeunes'],
      organiser: 'Mission locale; Nevers',
      source_url: 'https://example.org/forum',
      attachments: [{ file: 'https://example.org/plan.pdf', name: 'plan.pdf' }],
      status: 'confirmed',
    })
    expect(item.externalId).toBe('1')
  })

  test.each([
    ['DTSTART:20260318T080000Z', '2026-03-18T09:00'],
    ['DTSTART:20260718T080000Z', '2026-07-18T10:00'],
    ['DTSTART:20260318T090000', '2026-03-18T09:00'],
    ['DTSTART;TZID=Romance Standard Time:20260318T090000', '2026-03-18T09:00'],
    ['DTSTART;TZID="GMT Standard Time":20260318T090000', '2026-03-18T10:00'],
    ['DTSTART;TZID=/mozilla.org/20050126_1/Europe/Lisbon:20260718T090000', '2026-07-18T10:00'],
    ['DTSTART;TZID=Europe/London:20260329T013000', '2026-03-29T03:30'],
    ['DTSTART;TZID="(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris":20260718T090000', '2026-07-18T09:00'],
    ['DTSTART;VALUE=DATE:20260318', '2026-03-18'],
  ])('%s is %s in Paris', (line, start) => expect(first(line).raw.start).toBe(start))

  it('counts in the zone its calendar defines, or names for what floats, and says when none is known', () => {
    const zone = [
      ...['BEGIN:VTIMEZONE', 'TZID:Chez nous', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
      ...['TZOFFSETFROM:-0300', 'TZOFFSETTO:-0300', 'END:STANDARD', 'END:VTIMEZONE'],
    ]
    const own = calendar(...zone, event('SUMMARY:A', 'DTSTART;TZID=Chez nous:20260318T090000'))
    expect(readWhole(own, options).items[0]?.raw.start).toBe('2026-03-18T13:00')
    const named = calendar('X-WR-TIMEZONE:America/Cayenne', event('SUMMARY:A', 'DTSTART:20260318T090000'))
    expect(readWhole(named, options).items[0]?.raw.start).toBe('2026-03-18T13:00')
    const lost = readWhole(calendar(event('SUMMARY:A', 'DTSTART;TZID=Nulle part:20260318T090000')), options)
    expect(lost.items[0]?.raw.start).toBe('2026-03-18T09:00')
    expect(lost.warnings).toEqual([{ code: 'unknown-time-zone', params: { value: 'Nulle part' } }])
  })

  test.each([
    ['the day itself', ['DTSTART;VALUE=DATE:20260501', 'DTEND;VALUE=DATE:20260501'], undefined],
    ['the day after', ['DTSTART;VALUE=DATE:20260501', 'DTEND;VALUE=DATE:20260502'], undefined],
    ['three days after', ['DTSTART;VALUE=DATE:20260501', 'DTEND;VALUE=DATE:20260504'], '2026-05-03'],
    ['two days of duration', ['DTSTART;VALUE=DATE:20260501', 'DURATION:P2D'], '2026-05-02'],
    ['an hour and a half', ['DTSTART:20260501T090000', 'DURATION:PT1H30M'], '2026-05-01T10:30'],
    ['before it starts', ['DTSTART:20260501T090000', 'DTEND:20260501T080000'], undefined],
    ['nothing at all', ['DTSTART:20260501T090000'], undefined],
  ])('that ends %s', (_, lines, end) => expect(first(...lines).raw.end).toBe(end))

  it('keeps as a street a place the farm does not know, so that it is not refused', () => {
    expect(first('DTSTART:20260501', 'LOCATION:Salle 6350 – Palais\\, 1er étage').raw.address).toEqual({
      street: 'Salle 6350 – Palais, 1er étage',
    })
    expect(first('DTSTART:20260501', 'LOCATION:Salle des fêtes - Decize').raw.address).toEqual({
      street: 'Salle des fêtes',
      town: 'Decize',
    })
    expect(first('DTSTART:20260501', 'LOCATION:https://visio.example.org/a').raw).toMatchObject({
      online_url: 'https://visio.example.org/a',
    })
  })

  it('names an unreadable date', () => {
    expect(first('DTSTART:bientôt').problems).toEqual([
      { code: 'not-a-date', line: 1, field: 'start', params: { value: 'bientôt' } },
    ])
  })
})

describe('a series', () => {
  it('keeps its rule, what is left out and what is added; what was moved is an item of its own', () => {
    const text = calendar(
      event(
        ...['UID:s', 'SUMMARY:Atelier CV', 'LOCATION:Nevers', 'DTSTART;TZID=Europe/Paris:20260106T090000'],
        ...['RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=8', 'EXDATE;TZID=Europe/Paris:20260113T090000'],
        'RDATE;VALUE=PERIOD:20260115T080000Z/PT2H',
      ),
      event('UID:s', 'RECURRENCE-ID:20260120T080000Z', 'DTSTART;TZID=Europe/Paris:20260121T140000'),
      event('UID:s', 'RECURRENCE-ID:20260127T080000Z', 'DTSTART:20260127T080000Z', 'STATUS:CANCELLED'),
    )
    const { items } = readWhole(text, options)
    expect(items.map(({ externalId }) => externalId)).toEqual(['s', 's 20260120T090000', 's 20260127T090000'])
    expect(items[0]?.raw.recurrence).toBe(
      'FREQ=WEEKLY;BYDAY=TU;COUNT=8;EXDATE=20260113T090000,20260120T090000,20260127T090000;RDATE=20260115T090000',
    )
    expect(items[1]?.raw).toMatchObject({ title: 'Atelier CV', start: '2026-01-21T14:00', address: { town: 'Nevers' } })
    expect(items[2]).toMatchObject({ gone: true, raw: {} })
  })

  it('names the days of Paris where those of its zone are others', () => {
    const late = ['DTSTART:20260901T223000Z', 'RRULE:FREQ=WEEKLY;BYDAY=TU,SA']
    expect(first(...late).raw).toMatchObject({ start: '2026-09-02T00:30', recurrence: 'FREQ=WEEKLY;BYDAY=WE,SU' })
    const ranked = calendar(event('SUMMARY:A', 'DTSTART:20260901T223000Z', 'RRULE:FREQ=MONTHLY;BYDAY=1TU'))
    expect(readWhole(ranked, options).codes).toEqual(['untold-recurrence'])
  })
})

describe('what is taken back', () => {
  it('is cancelled where the kind can say so, gone where the whole message cancels', () => {
    expect(first('DTSTART:20260501', 'STATUS:CANCELLED')).toMatchObject({ raw: { status: 'cancelled' } })
    const { items } = readWhole(calendar('METHOD:CANCEL', event('UID:1', 'DTSTART:20260501')), options)
    expect(items).toEqual([{ line: 1, raw: {}, externalId: '1', gone: true, problems: [] }])
    const plain = { ...options, serviceType: declaredType('news') }
    const cancelled = calendar(event('UID:1', 'SUMMARY:A', 'STATUS:CANCELLED'))
    expect(readWhole(cancelled, plain).items[0]?.gone).toBe(true)
  })
})

describe('a calendar as programs write them', () => {
  it('joins lines folded inside a letter, and those nobody escaped', () => {
    const [head = '', tail = ''] = calendar(event('UID:1', 'DTSTART:20260501', 'SUMMARY:Été à Nevers')).split('Ét')
    const bytes = Buffer.concat([
      Buffer.from(`${head}`),
      Buffer.from([0xc3]),
      Buffer.from('\r\n '),
      Buffer.from([0x89]),
      Buffer.from(`t${tail}`),
    ])
    expect(readWhole(bytes, options).items[0]?.raw.title).toBe('Été à Nevers')
    const broken = event('UID:1', 'DTSTART:20260501', 'SUMMARY:A', 'DESCRIPTION:un', 'deux', 'STATUS:TENTATIVE')
    const { items, codes } = readWhole(broken, options)
    expect(items[0]?.raw.body).toBe('un\ndeux')
    expect(codes).toEqual(['tentative-event'])
  })

  it('keeps the newest of several versions, and tells apart moments that share a number', () => {
    const versions = calendar(
      event('UID:1', 'SEQUENCE:2', 'SUMMARY:Nouveau', 'DTSTART:20260502'),
      event('UID:1', 'SEQUENCE:1', 'SUMMARY:Ancien', 'DTSTART:20260501'),
    )
    expect(readWhole(versions, options).items.map(({ raw }) => raw.title)).toEqual(['Nouveau'])
    const moments = calendar(
      event('UID:1', 'SUMMARY:A', 'DTSTART:20260501'),
      event('UID:1', 'SUMMARY:A', 'DTSTART:20260502'),
    )
    expect(readWhole(moments, options).items.map(({ externalId }) => externalId)).toEqual(['1 20260501', '1 20260502'])
  })

  it('leaves alarms and tasks aside, and tells that a file was cut', () => {
    const alarm = ['BEGIN:VALARM', 'DESCRIPTION:rappel', 'END:VALARM']
    const text = calendar(
      event('UID:1', 'SUMMARY:A', 'DTSTART:20260501', ...alarm),
      'BEGIN:VTODO',
      'SUMMARY:à faire',
      'END:VTODO',
    )
    expect(readWhole(text, options).items.map(({ raw }) => [raw.title, raw.body])).toEqual([['A', undefined]])
    const cut = readWhole(calendar(event('UID:1', 'SUMMARY:A')).slice(0, 60), options)
    expect([cut.items.length, cut.codes]).toEqual([1, ['truncated-calendar']])
    expect(readWhole(calendar(), options).items).toEqual([])
  })

  it('does not hang on rules without end, nor on anything thrown at it', () => {
    const zone = [
      ...['BEGIN:VTIMEZONE', 'TZID:X', 'BEGIN:STANDARD', 'DTSTART:00010101T000000', 'RRULE:FREQ=SECONDLY'],
      ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0100', 'END:STANDARD', 'END:VTIMEZONE'],
    ]
    const spent = cpuClock()
    const many = Array.from({ length: 3000 }, (_, n) =>
      event(`UID:a`, `RECURRENCE-ID:2026010${n % 9}`, 'DTSTART;TZID=X:20260501T090000'),
    )
    expect(readWhole(calendar(...zone, ...many), options).items.length).toBeGreaterThan(0)
    expect(readWhole(`BEGIN:VEVENT\r\nSUMMARY${';A="'.repeat(200_000)}`, options).items).toHaveLength(1)
    expect(readWhole(`BEGIN:VEVENT\r\nEXDATE:${'20260101,'.repeat(200_000)}`, options).items).toHaveLength(1)
    const pieces = [
      'BEGIN:VEVENT',
      'END:VEVENT',
      'BEGIN:VTIMEZONE',
      'RRULE:FREQ=WEEKLY',
      'DTSTART;TZID=":',
      'DTSTART:20260101',
      'TZID:a',
      '\r\n',
      '\r\n ',
      'EXDATE:',
      ',',
      '\\',
      'RECURRENCE-ID:20260101',
      'UID:a',
    ]
    const check = fc.property(
      fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 60 }),
      (parts) => {
        const read = readIntake(bytesOf(`BEGIN:VCALENDAR\r\n${parts.join('')}`), options)
        if (read.ok) for (const { line } of read.value.items) expect(line).toBeGreaterThan(0)
      },
    )
    fc.assert(check, { numRuns: 400 })
    expect(spent()).toBeLessThan(20_000)
  }, 60_000)
})
