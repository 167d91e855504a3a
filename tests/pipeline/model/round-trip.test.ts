import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIELD_TYPE_IDS, type FieldTypeId } from '../../../pipeline/model/field.ts'
import type { RawItem } from '../../../pipeline/model/field-types/field-type.ts'
import { fieldType } from '../../../pipeline/model/field-types.ts'
import { cpuClock } from '../../cpu-clock.ts'
import { context, fieldOf, PLACES } from './small-world.ts'

const CHOICES = [
  { code: 'a-b', label: { fr: 'Été : oui', en: 'Summer' } },
  { code: 'c', label: { fr: 'a-b' } },
]
const word = fc.string({ unit: fc.constantFrom(...'aéÀœ \u0338 -\'’\u00a0\u0000\n"&<>|\\;1') })
const anyText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), word)
const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
const two = (least: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((figure) => String(figure).padStart(2, '0'))
const day = fc.tuple(fc.integer({ min: 1000, max: 9999 }), two(1, 12), two(1, 28)).map((figures) => figures.join('-'))
const partial = fc.oneof(
  day,
  day.map((date) => date.slice(0, 7)),
  day.map((date) => date.slice(0, 4)),
)
const time = fc.tuple(two(0, 23), two(0, 59)).map((figures) => figures.join(':'))
const tag = fc.constantFrom(
  'p',
  'div',
  'b',
  'a href="/x"',
  'a href="https://e.fr"',
  'ul',
  'li',
  'table',
  'td',
  'h1',
  'script',
  'br',
  'span',
  'svg',
)
const html = fc
  .array(
    fc.oneof(
      tag.map((name) => `<${name}>`),
      tag.map((name) => `</${name.split(' ')[0]}>`),
      word,
    ),
    { maxLength: 25 },
  )
  .map((pieces) => pieces.join(''))
const span = fc.tuple(time, time).map(([from, to]) => `${from}-${to}`)
const dayHours = fc.record({ mon: span, tue: span, wed: span, sun: span }, { requiredKeys: [] })

const WRITTEN: Readonly<Record<FieldTypeId, fc.Arbitrary<RawItem>>> = {
  text: anyText,
  'long-text': anyText,
  'rich-text': fc.oneof(anyText, html),
  integer: fc.maxSafeInteger().map(String),
  decimal: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  boolean: fc.constantFrom('oui', 'non'),
  money: fc.record(
    { amount: fc.double({ min: 0, max: 1e6 }).map(String), max: fc.double({ min: 1e6, max: 1e9 }).map(String) },
    { requiredKeys: ['amount'] },
  ),
  date: day,
  'partial-date': partial,
  datetime: fc.tuple(day, time).map((pieces) => pieces.join(' ')),
  period: fc.record({ start: partial, end: partial }, { requiredKeys: ['start'] }),
  recurrence: fc.constantFrom(
    'FREQ=WEEKLY;BYDAY=TU,TH',
    'RRULE:COUNT=3;FREQ=DAILY',
    'FREQ=YEARLY;BYMONTH=5;UNTIL=20300101T000000Z',
  ),
  'opening-hours': fc.oneof(dayHours, fc.constantFrom('fermé', '24/7', 'lun-ven 9h-12h, 14h-18h')),
  choice: fc.constantFrom('a-b', 'c', 'Été : oui', 'summer'),
  term: fc.constantFrom('emploi', 'Apprentissage'),
  territory: fc.constantFrom(...PLACES.map((place) => place.key)),
  address: fc.record({
    street: anyText,
    postcode: fc.constantFrom('58000', '1500', ''),
    town: fc.constantFrom('Nevers', 'Ambérieu-en-Bugey', ''),
  }),
  point: fc.record({
    lat: fc.double({ min: -90, max: 90, noNaN: true }).map(String),
    lon: fc.double({ min: -180, max: 180, noNaN: true }).map(String),
  }),
  phone: fc.oneof(
    digits(9).map((figures) => `0${figures}`),
    digits(11).map((figures) => `+${figures}`),
    fc.constantFrom('3949', '112'),
  ),
  email: fc.emailAddress(),
  url: fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.domain()),
  image: fc.record({ file: fc.oneof(fc.webUrl(), fc.uuid()), alt: anyText, credit: anyText }),
  file: fc.record({ file: fc.oneof(fc.webUrl(), fc.uuid()), name: anyText, label: anyText }),
  reference: fc.oneof(fc.nat().map(String), anyText),
  siret: fc.constantFrom('73282932000074', '356 000 000 00048'),
  language: fc.constantFrom('fr', 'breton', 'gsw'),
  original: anyText.map((text) => `<offer>${text}</offer>`),
  consent: fc.oneof(fc.record({ given: fc.constantFrom('oui', 'non', 'x'), on: day }), fc.constant('non')),
}

// What random courses found once is tried in every run.
const FOUND: Partial<Record<FieldTypeId, readonly RawItem[]>> = {
  'rich-text': ['\u0338\n\na', '<ul><li>\u0338</li><li>a</li></ul>', '<p>\u0338\u0338</p>'],
}

describe('what was read reads the same once written', () => {
  test.each(FIELD_TYPE_IDS)('%s', (id) => {
    const type = fieldType(id)
    const field = fieldOf(id, id === 'choice' ? { choices: CHOICES } : {})
    let values = 0
    const readsBack = fc.property(WRITTEN[id], (raw) => {
      const first = type.read(raw, field, context)
      if (!('value' in first)) return
      values += 1
      expect(type.read(type.write(first.value), field, context)).toEqual(first)
      expect(JSON.parse(JSON.stringify(first.value))).toEqual(first.value)
      for (const language of ['fr', 'en'] as const) {
        expect(type.show(first.value, field, { ...context, language })).not.toMatch(/\n|undefined|NaN|\[object/)
      }
    })
    fc.assert(readsBack, { numRuns: 300, examples: FOUND[id]?.map((raw) => [raw]) ?? [] })
    expect(values).toBeGreaterThan(20)
  })
})

describe('no text, however hostile, makes a type throw or hang', () => {
  const hostile = [
    ...[
      '__proto__',
      'constructor',
      'null',
      '\u0000',
      '\ud800',
      '{}',
      '[]',
      ' '.repeat(1000),
      '-',
      '/',
      '..',
      ';',
      ':',
      '24',
    ],
    ...['9'.repeat(1_000_000), 'a '.repeat(500_000), '<'.repeat(200_000), '<p>'.repeat(50_000), '&'.repeat(1_000_000)],
    ...[
      'lundi '.repeat(150),
      ' '.repeat(1_000_000),
      '1-'.repeat(40),
      '@'.repeat(200),
      `${'a.'.repeat(120)}@`,
      '\u00a0'.repeat(300_000),
    ],
    ...[' \n'.repeat(300_000), 'x \t'.repeat(300_000), `x${' '.repeat(300_000)}x`],
  ]

  test.each(FIELD_TYPE_IDS)('%s', (id) => {
    const type = fieldType(id)
    const field = fieldOf(id)
    const spent = cpuClock()
    for (const text of hostile) {
      expect(() => type.read(text, field, context)).not.toThrow()
      const parts = Object.fromEntries((type.parts ?? []).map((part) => [part, text]))
      expect(() => type.read(parts, field, context)).not.toThrow()
    }
    fc.assert(fc.property(anyText, (text) => Object.keys(type.read(text, field, context)).length === 1))
    expect(spent()).toBeLessThan(30_000)
  })

  test('a part named __proto__ pollutes nothing', () => {
    const evil: RawItem = JSON.parse('{"__proto__":"x","constructor":"y","file":"id","alt":"z"}')
    for (const id of FIELD_TYPE_IDS) fieldType(id).read(evil, fieldOf(id), context)
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(fieldType('image').read(evil, fieldOf('image'), context)).toEqual({ value: { file: 'id', alt: 'z' } })
  })
})
