import { describe, expect, test } from 'vitest'
import { reading, shown } from '../small-world.ts'

const NEVERS = { street: '12 rue des Pâtis', postcode: '58000', town: 'Nevers', commune: 'commune:58194' }

describe('an address finds its commune', () => {
  test.each([
    ['12 rue des Pâtis 58000 Nevers', NEVERS],
    ['12 rue des Pâtis, 58000 Nevers, France', NEVERS],
    ['12 rue des Pâtis\n58 000 NEVERS', { ...NEVERS, town: 'NEVERS' }],
    [
      'BP 818\n58008 Nevers CEDEX',
      { street: 'BP 818', postcode: '58008', town: 'Nevers CEDEX', commune: 'commune:58194' },
    ],
    [
      '10000 route de Lyon, 01500 Ambérieu-en-Bugey',
      { street: '10000 route de Lyon', postcode: '01500', town: 'Ambérieu-en-Bugey', commune: 'commune:01004' },
    ],
    ['12 rue des Pâtis, Nevers', { ...NEVERS, postcode: '' }],
    ['Nevers', { ...NEVERS, street: '', postcode: '' }],
    ['Salle polyvalente', { street: 'Salle polyvalente', postcode: '', town: '', commune: '' }],
  ])('written in one cell: %j', (written, value) => {
    expect(reading('address', written)).toEqual({ value })
  })

  test('its INSEE code decides before its name, and gives the name when there is none', () => {
    expect(reading('address', { street: '', postcode: '93200', town: '', commune: '93066' })).toEqual({
      value: { street: '', postcode: '93200', town: 'Saint-Denis', commune: 'commune:93066' },
    })
  })

  test('a postcode tells two namesakes apart; without it the reader is asked', () => {
    expect(reading('address', { postcode: '97400', town: 'saint denis' })).toMatchObject({
      value: { commune: 'commune:97411' },
    })
    expect(reading('address', { town: 'Saint-Denis' })).toEqual({
      problem: {
        code: 'ambiguous-territory',
        field: 'town',
        params: { value: 'Saint-Denis', candidates: 'Saint-Denis (93066), Saint-Denis (97411)' },
      },
    })
  })

  test('a name many bear, with a postcode none of them has, is asked among those around it', () => {
    const asked = (postcode: string) => reading('address', { postcode, town: 'Saint-Denis' })
    expect(asked('97499')).toMatchObject({ problem: { params: { candidates: 'Saint-Denis (97411)' } } })
    expect(asked('58000')).toMatchObject({
      problem: { params: { value: 'Saint-Denis', candidates: /^Nevers \(58194\)/ } },
    })
  })

  test('the zero a spreadsheet lost comes back', () => {
    expect(reading('address', { postcode: '1500', town: 'Ambérieu-en-Bugey' })).toMatchObject({
      value: { postcode: '01500' },
    })
  })

  test('a town nobody knows is named on its part', () => {
    expect(reading('address', { street: '1 rue X', postcode: '58000', town: 'Nevres' })).toEqual({
      problem: { code: 'unknown-commune', field: 'town', params: { value: 'Nevres' } },
    })
    expect(reading('address', { commune: '99999' })).toMatchObject({
      problem: { code: 'unknown-commune', field: 'commune' },
    })
  })

  test('it is shown on one line', () => {
    expect(shown('address', NEVERS)).toBe('12 rue des Pâtis, 58000 Nevers')
  })
})

describe('a territory', () => {
  test.each([
    ['nevers', 'commune:58194'],
    ['58194', 'commune:58194'],
    ['departement:58', 'departement:58'],
    ['NIEVRE', 'departement:58'],
  ])('%s', (written, value) => {
    expect(reading('territory', written)).toEqual({ value })
  })

  test('unknown, ambiguous and misplaced are three different problems', () => {
    expect(reading('territory', 'Nevres')).toMatchObject({ problem: { code: 'unknown-territory' } })
    expect(reading('territory', 'Nevres', { levels: ['commune'] })).toMatchObject({
      problem: { code: 'unknown-commune' },
    })
    expect(reading('territory', 'Saint-Denis')).toMatchObject({ problem: { code: 'ambiguous-territory' } })
    expect(reading('territory', 'Nièvre', { levels: ['commune', 'epci'] })).toEqual({
      problem: { code: 'wrong-level', params: { value: 'Nièvre', name: 'Nièvre', level: 'departement' } },
    })
  })
})

test('a term is read by label, synonym or code and stored by code', () => {
  const themes = { vocabulary: 'themes' }
  expect(reading('term', 'EMPLOI', themes)).toEqual({ value: 'emploi' })
  expect(reading('term', 'Apprentissage', themes)).toEqual({ value: 'formation' })
  expect(reading('term', 'Employment', themes)).toEqual({ value: 'emploi' })
  expect(reading('term', 'voile', themes)).toEqual({
    problem: { code: 'unknown-term', params: { value: 'voile', vocabulary: 'themes' } },
  })
  expect(shown('term', 'emploi', 'en', themes)).toBe('Employment')
})

describe('a choice', () => {
  const choices = [
    { code: 'confirmed', label: { fr: 'Maintenu', en: 'Confirmed' } },
    { code: 'cancelled', label: { fr: 'Annulé', en: 'Cancelled' } },
  ]

  test.each(['cancelled', 'Annulé', 'ANNULE', ' annulé ', 'Cancelled'])('%s', (written) => {
    expect(reading('choice', written, { choices })).toEqual({ value: 'cancelled' })
  })

  test('an option that is not there is quoted, names of every object included', () => {
    expect(reading('choice', 'reporté', { choices })).toEqual({
      problem: { code: 'unknown-choice', params: { value: 'reporté' } },
    })
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(reading('choice', name, { choices })).toMatchObject({ problem: { code: 'unknown-choice' } })
    }
  })
})

describe('opening hours', () => {
  const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri'] as const
  const both = [
    ['09:00', '12:00'],
    ['14:00', '17:30'],
  ]
  const office = Object.fromEntries(WEEK.map((day) => [day, both]))

  test.each([
    ['lun-ven 9h-12h, 14h-17h30; sam 9h-12h', { ...office, sat: [['09:00', '12:00']] }],
    ['Du lundi au vendredi de 9h à 12h et de 14h à 17h30', office],
    ['Mo-Fr 09:00-12:00,14:00-17:30', office],
    ['Monday to Friday: 9:00-12:00, 14:00-17:30. Saturday closed', office],
    [
      'lundi : 9:00 - 12:00 / 13:30 - 17:00',
      {
        mon: [
          ['09:00', '12:00'],
          ['13:30', '17:00'],
        ],
      },
    ],
    ['Mardi et jeudi matin : 8 h 30 à 12 h 00', { tue: [['08:30', '12:00']], thu: [['08:30', '12:00']] }],
    ['lundi, mercredi 14h-minuit', { mon: [['14:00', '24:00']], wed: [['14:00', '24:00']] }],
    [
      'ven-lun 10h-11h',
      { mon: [['10:00', '11:00']], fri: [['10:00', '11:00']], sat: [['10:00', '11:00']], sun: [['10:00', '11:00']] },
    ],
    ['ven 22h-2h', { fri: [['22:00', '02:00']] }],
    ['fermé', {}],
  ])('%s', (written, value) => {
    expect(reading('opening-hours', written)).toEqual({ value })
  })

  test('one text per day, as forms and one-column-a-day files give them', () => {
    expect(reading('opening-hours', { mon: '9:00 - 12:00 / 13:30 - 17:00', tue: '-', wed: 'fermé', thu: '' })).toEqual({
      value: {
        mon: [
          ['09:00', '12:00'],
          ['13:30', '17:00'],
        ],
      },
    })
  })

  test.each([
    '9h-12h',
    'sur rendez-vous',
    'lun 9h-12h lun 11h-13h',
    'lundi 25h-26h',
    'lundi',
    'lundi 9h',
    'lundi 9h-9h',
    'lundi 9h-12h sauf vacances',
  ])('what cannot be told for sure is refused: %s', (written) => {
    expect(reading('opening-hours', written)).toMatchObject({ problem: { code: 'not-opening-hours' } })
  })

  test('they are shown day by day, neighbours together', () => {
    expect(shown('opening-hours', 'lun-mar 9h-12h; jeu 14h-17h30')).toBe(
      'lun.-mar.\u00a0: 9\u00a0h–12\u00a0h\u202f; jeu.\u00a0: 14\u00a0h–17\u00a0h\u00a030',
    )
  })
})

describe('a recurrence', () => {
  test.each([
    ['Tous les mardis', 'FREQ=WEEKLY;BYDAY=TU'],
    ['tous les mardis et jeudis, jusqu’au 30 juin 2027', 'FREQ=WEEKLY;UNTIL=20270630;BYDAY=TU,TH'],
    ['Le premier lundi du mois, 6 fois', 'FREQ=MONTHLY;COUNT=6;BYDAY=1MO'],
    ['tous les derniers vendredis du mois', 'FREQ=MONTHLY;BYDAY=-1FR'],
    ['du lundi au vendredi', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['une semaine sur deux', 'FREQ=WEEKLY;INTERVAL=2'],
    ['every Tuesday and Thursday, 6 times', 'FREQ=WEEKLY;COUNT=6;BYDAY=TU,TH'],
  ])('is read as a person says it: %s', (said, rule) => {
    expect(reading('recurrence', said)).toEqual({ value: rule })
  })

  test('is kept in the order of the standard', () => {
    expect(reading('recurrence', 'RRULE:interval=2;byday=TU,-1FR;freq=monthly')).toEqual({
      value: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU,-1FR',
    })
    expect(shown('recurrence', 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630')).toBe(
      'toutes les semaines, mardi, jusqu’au 30\u00a0juin 2026',
    )
    expect(shown('recurrence', 'FREQ=WEEKLY;EXDATE=20261224T180000;RDATE=20261226')).toBe(
      'toutes les semaines, sauf 24\u00a0décembre 2026, et aussi 26\u00a0décembre 2026',
    )
    expect(shown('recurrence', 'RDATE=20260201,20260301')).toBe('1er\u00a0février 2026, 1er\u00a0mars 2026')
  })

  test.each([
    'lundi prochain',
    'les 2 mardis',
    'tous les lundis, 6 fois, jusqu’au 30 juin 2027',
    'constructor',
    'FREQ=FORTNIGHTLY',
    'BYDAY=TU',
    'FREQ=DAILY;COUNT=3;UNTIL=20260101',
    'FREQ=DAILY;FREQ=DAILY',
    'FREQ=DAILY;UNTIL=20260231',
    'FREQ=DAILY;BYHOUR=24',
    'FREQ=DAILY;X-EVIL=1',
    'FREQ=DAILY;EXDATE=20260231',
    'EXDATE=20260201',
    'FREQ=DAILY;__proto__=1',
  ])('%s breaks its grammar', (written) => {
    expect(reading('recurrence', written)).toMatchObject({ problem: { code: 'not-a-recurrence' } })
  })
})
