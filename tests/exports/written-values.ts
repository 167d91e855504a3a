import fc from 'fast-check'
import type { Field, FieldTypeId } from '../../pipeline/model/field.ts'
import type { RawItem, RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { codesOf, PLACES } from './known-words.ts'

/** Raw values of every field of a form, each as a person or a partner may have written it; any of them may be missing. */
export function rawEntry(fields: readonly Field[]): fc.Arbitrary<Record<string, RawValue>> {
  const values = fields.map((field) => fc.option(rawValue(field).map((value) => [field.name, value] as const)))
  return fc.tuple(...values).map((written) => Object.fromEntries(written.filter((pair) => pair !== null)))
}

function rawValue(field: Field): fc.Arbitrary<RawValue> {
  const item = ITEMS[field.type](field)
  return field.many ? fc.array(item, { maxLength: 4 }) : item
}

// What breaks separators, quotes, markup, formulas, lists, encodings and directions.
const UNITS = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...'abcéÀœ 0123') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('|', '\\', '"', "'", ';', ',', '=', '+', '-', '@', '<b>', '&', ']]>', '&amp;'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('😀', '👩‍👩‍👧', 'مرحبا', 'שלום', '日本', '\u00A0', '\u202F', '\t', '\u0007', '\uFEFF'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
)
const line = (max = 60): fc.Arbitrary<string> => fc.string({ unit: UNITS, maxLength: 20 }).map((text) => cut(text, max))
const lines = (max = 200): fc.Arbitrary<string> =>
  fc
    .array(line(), { maxLength: 4 })
    .chain((texts) => fc.constantFrom('\n', '\r\n', '\n\n').map((end) => cut(texts.join(end), max)))
const words = fc.constantFrom(
  'Forum',
  'Salle | A',
  'Mairie \\ annexe',
  '=SOMME(A1)',
  '"Le Lieu", bât. 2',
  "L'Été <3 & co",
)
const day = fc
  .date({ min: new Date('1999-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${two(h)}:${two(m)}`)
const address = fc.constantFrom(
  'https://www.exemple.fr/a|b?x=1&y="2"#é',
  'https://exemple.fr/chemin,avec;tout',
  'http://exemple.fr/a%7Cb\\c',
  'exemple.fr',
)

const fileAddress = address.filter((written) => written.startsWith('https:'))

const ITEMS: Readonly<Record<FieldTypeId, (field: Field) => fc.Arbitrary<RawItem>>> = {
  text: ({ max }) => line(max),
  'long-text': ({ max }) => lines(max),
  'rich-text': () =>
    fc.oneof(
      lines(),
      lines().map((text) => `<h2>Titre</h2><p>${text}</p><ul><li>a | b<li>c</ul>`),
    ),
  integer: ({ min = 0, max = 100_000 }) => fc.integer({ min, max }).map(String),
  decimal: ({ min = -5000, max = 5000 }) =>
    fc.integer({ min: min * 100, max: max * 100 }).map((cents) => String(cents / 100)),
  boolean: () => fc.constantFrom('oui', 'non', 'true', '0'),
  money: () => fc.constantFrom('12,50 €', '1 250', { amount: '0', max: '99.99' }, 'gratuit', 'de 10 à 20 €'),
  date: () => day,
  'partial-date': () => day.chain((text) => fc.constantFrom(4, 7, 10).map((length) => text.slice(0, length))),
  datetime: () => fc.tuple(day, time).map((both) => both.join('T')),
  period: () => fc.tuple(day, day).map((days) => ({ start: days.toSorted()[0] ?? '', end: days.toSorted()[1] ?? '' })),
  recurrence: () => fc.constantFrom('FREQ=WEEKLY;BYDAY=TU,TH', 'FREQ=MONTHLY;BYDAY=1MO;COUNT=6'),
  'opening-hours': () => fc.constantFrom('lun-ven 9h-12h, 14h-17h30', 'Mo 09:00-12:00; Sa 10:00-16:00'),
  choice: ({ choices = [] }) => fc.constantFrom(...choices.map(({ code }) => code)),
  term: ({ vocabulary = 'themes' }) => fc.constantFrom(...codesOf(vocabulary)),
  territory: ({ levels }) =>
    fc.constantFrom(...PLACES.filter(({ level }) => levels?.includes(level) ?? true).map(({ key }) => key)),
  address: () => fc.record({ street: words, postcode: fc.constant('58000'), town: fc.constant('Nevers') }),
  point: () => fc.tuple(degrees(90), degrees(180)).map(([lat, lon]) => ({ lat, lon })),
  phone: () => fc.constantFrom('03 86 12 34 56', '+33386123456', '3949', '+41 22 345 67 89'),
  email: () => fc.constantFrom("o'neil+a|b@exemple.fr", '=x@exemple.fr', 'accueil@exemple.fr'),
  url: () => address,
  image: () => fc.record({ file: fileAddress, alt: words, credit: words }, { requiredKeys: ['file', 'alt'] }),
  file: () =>
    fc.record({ file: fileAddress, name: fc.constant('Note | 1.pdf'), label: words }, { requiredKeys: ['file'] }),
  reference: () => fc.oneof(fc.integer({ min: 1, max: 9999 }).map(String), words),
  siret: () => fc.constantFrom('732 829 320 00074', '35600000000048'),
  language: () => fc.constantFrom('fr', 'en', 'breton', 'de-CH'),
  consent: () => day.map((on) => ({ given: 'oui', on })),
  original: () => line().map((text) => `<offer>${text}</offer>`),
}

function degrees(most: number): fc.Arbitrary<string> {
  return fc.integer({ min: -most * 1000, max: most * 1000 }).map((thousandths) => (thousandths / 1000).toFixed(3))
}

function cut(text: string, max: number): string {
  return text.slice(0, max)
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
