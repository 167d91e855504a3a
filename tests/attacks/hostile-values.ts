import type { Field, FieldTypeId } from '../../pipeline/model/field.ts'
import type { RawItem, RawValue } from '../../pipeline/model/field-types/field-type.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import { codesOf, PLACES } from '../exports/known-words.ts'

/** Markup that acts by itself wherever it is taken for markup: out of an attribute, a script block, a comment, a CDATA section. */
export const MARKUP = `"'><img src=x onerror="window.taken=1"></script><script>window.taken=2</script>]]>--><svg onload=window.taken=3>`

const RICH = [
  '<p onclick="window.taken=4">Bonjour</p><img src="x" onerror="window.taken=5"><script>window.taken=6</script>',
  '<a href="javascript:window.taken=7">un</a> <a href="jav&#x09;ascript:window.taken=8">deux</a>',
  '<a href="data:text/html,<script>window.taken=9</script>">trois</a><iframe srcdoc="<script>parent.taken=10</script>"></iframe>',
  '<svg><animate onbegin=window.taken=11 attributeName=x dur=1s></svg><math><mtext></form><form><mglyph><style></math><img src onerror=window.taken=12>',
  '<style>@import "x"</style><form action="https://evil.example"><input name=q></form><base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example">',
].join('')

/** What each type of field is sent to do harm with; what its type refuses, or needs otherwise, comes as a sound value with markup where it can. */
export function hostileEntry({ fields }: ServiceType, title: string): Record<string, RawValue> {
  const values = fields.map((field) => {
    const item = field.name === 'title' ? `${title} ${MARKUP}`.slice(0, field.max ?? 1000) : ITEMS[field.type](field)
    return [field.name, field.many ? (field.type === 'term' ? SUBJECTS(field) : [item]) : item] as const
  })
  return Object.fromEntries(values)
}

// Many subjects, so that many sections ask for it.
const SUBJECTS = ({ vocabulary = 'themes' }: Field) => codesOf(vocabulary).slice(0, 40)

const text = ({ max = 5000 }: Field) => MARKUP.slice(0, max)
const link = 'https://exemple.example/"><script>window.taken=13</script>?a=\'onmouseover=window.taken=14'

const ITEMS: Readonly<Record<FieldTypeId, (field: Field) => RawItem>> = {
  text,
  'long-text': text,
  'rich-text': () => `${RICH}${MARKUP}`,
  integer: ({ min = 0, max = 10 }) => String(Math.min(max, Math.max(min, 1))),
  decimal: ({ min = 0 }) => String(Math.max(min, 1)),
  boolean: () => 'oui',
  money: () => ({ amount: '1', max: '2' }),
  date: () => '2027-03-01',
  'partial-date': () => '2027-03',
  datetime: () => '2027-03-01T10:00',
  period: () => ({ start: '2027-03-01', end: '2027-03-02' }),
  recurrence: () => 'FREQ=WEEKLY;COUNT=2',
  'opening-hours': () => 'Mo 09:00-12:00',
  choice: ({ choices = [] }) => choices[0]?.code ?? '',
  term: ({ vocabulary = 'themes' }) => codesOf(vocabulary)[0] ?? '',
  territory: ({ levels }) =>
    PLACES.find(({ key, level }) => (levels?.includes(level) ?? true) && /58|FR/.test(key))?.key ?? 'departement:58',
  address: () => ({ street: MARKUP.slice(0, 150), postcode: '58000', town: 'Nevers' }),
  point: () => ({ lat: '46.9', lon: '3.1' }),
  phone: () => '03 86 12 34 56',
  email: () => "o'neil+onload=window.taken=15@exemple.example",
  url: () => link,
  image: () => ({ file: `${link}.png`, alt: MARKUP.slice(0, 150), credit: MARKUP.slice(0, 100) }),
  file: () => ({ file: `${link}.pdf`, name: 'x"><b>.pdf', label: MARKUP.slice(0, 100) }),
  reference: () => MARKUP.slice(0, 100),
  siret: () => '73282932000074',
  language: () => 'fr',
  consent: () => ({ given: 'oui', on: '2026-11-01' }),
  original: () => `<offer>${MARKUP}</offer>`,
}
