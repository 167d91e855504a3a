import { fold } from '../../model/fold.ts'
import { writtenDate } from '../../model/written/dates.ts'
import { writtenNumber } from '../../model/written/numbers.ts'

/** What the texts of a column look like. */
export const COLUMN_KINDS = [
  'empty',
  'siret',
  'postcode',
  'insee',
  'email',
  'url',
  'phone',
  'date',
  'point',
  'rome',
  'yes-no',
  'number',
  'html',
  'long-text',
  'text',
] as const

/** One of those kinds. */
export type ColumnKind = (typeof COLUMN_KINDS)[number]

/** The kind that four in five of these texts have, the narrowest first; plain text when they are of no one kind. */
export function guessKind(texts: readonly string[]): ColumnKind {
  if (texts.length === 0) return 'empty'
  return TESTS.find(([, test]) => texts.filter(test).length >= texts.length * 0.8)?.[0] ?? longOrNot(texts)
}

type Test = (text: string) => boolean

const matching =
  (pattern: RegExp): Test =>
  (text) =>
    pattern.test(text)

const TESTS: readonly (readonly [ColumnKind, Test])[] = [
  ['siret', (text) => /^\d{14}$/.test(text.replaceAll(' ', ''))],
  ['postcode', matching(/^(?:0[1-9]|[1-8]\d|9[0-8])\d{3}$/)],
  ['insee', matching(/^(?:\d{2}|2[AB])\d{3}$/)],
  ['email', matching(/^[^\s@]{1,64}@[^\s@]{1,190}\.[a-z]{2,20}$/i)],
  ['url', matching(/^(?:https?:\/\/|www\.)\S{3,2000}$/i)],
  ['phone', matching(/^(?:\+\d{2,3}|0)[\s.-]?\(?\d\)?(?:[\s.-]?\d{2}){4}$/)],
  [
    'date',
    (text) =>
      text.length <= 40 && /\d{2}/.test(text) && !/^\d{1,6}$/.test(text) && writtenDate(text)?.day !== undefined,
  ],
  ['point', matching(/^-?\d{1,2}[.,]\d{2,15}\s?[,;. ]\s?-?\d{1,3}[.,]\d{2,15}$/)],
  ['rome', matching(/^[A-N]\d{4}$/)],
  ['yes-no', (text) => YES_NO.has(fold(text))],
  ['number', (text) => text.length <= 30 && writtenNumber(text.replace(/\s?€$/, '')) !== null],
  ['html', matching(/<\/?(?:p|br|ul|li|div|strong|b|h\d)\b[^<>]{0,200}>/i)],
]

const YES_NO = new Set(['oui', 'non', 'o', 'n', 'yes', 'no', 'y', 'true', 'false', 'vrai', 'faux', '0', '1'])

function longOrNot(texts: readonly string[]): ColumnKind {
  const length = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  return length > 120 ? 'long-text' : 'text'
}
