import type { Field } from '../field.ts'
import { fold } from '../fold.ts'
import { inLanguage } from '../local-text.ts'
import { NBSP, showAmount } from '../typography.ts'
import { WORDS } from '../words.ts'
import { cleanLine } from '../written/clean.ts'
import { outOfBounds } from '../written/length.ts'
import { writtenNumber } from '../written/numbers.ts'
import { isRecord, part } from '../written/parts.ts'
import { BLANK, read, refused, refusedPart } from '../written/reading.ts'
import type { FieldType, Reading, StoredValue } from './field-type.ts'

/**
 * An amount or a range, stored `{ amount, max?, currency: 'EUR' }` in integer minor units (cents).
 * Problems: `not-an-amount`, `unknown-currency`, `too-small`, `too-big`, `end-before-start` on `max`.
 */
export const money: FieldType = {
  id: 'money',
  parts: ['amount', 'max', 'currency'],
  read(raw, field) {
    if (typeof raw !== 'string') return fromParts(raw, field)
    const text = cleanLine(raw)
    if (text === '') return BLANK
    if (text.length > 80) return refused('not-an-amount', text)
    if (FREE.has(fold(text))) return read({ amount: 0, currency: 'EUR' })
    return fromText(text, field)
  },
  write(value) {
    const { amount, max } = amounts(value)
    const range = max === undefined ? {} : { max: (max / 100).toFixed(2) }
    return { amount: ((amount ?? 0) / 100).toFixed(2), ...range, currency: 'EUR' }
  },
  show(value, _field, { language }) {
    const { amount = 0, max } = amounts(value)
    if (amount === 0 && max === undefined) return inLanguage(WORDS.free, language)
    const low = showAmount(amount, language)
    if (max === undefined) return low
    const from = language === 'fr' ? low.replace(/\s€$/, '') : low
    return `${from}${NBSP}–${NBSP}${showAmount(max, language)}`
  },
  words: () => '',
}

// A million million euros: beyond, cents are no longer exact.
const GREATEST = 1e14
const FREE = new Set(['gratuit', 'gratuite', 'free'])
const CURRENCY = /€|\b(?:eur|euros?)\b/gi
const OTHER_CURRENCY = /[$£¥]|\b(?:chf|usd|gbp|francs?)\b/i
const PREFIX = /^(?:de|entre|from|between)\s+/i
const RANGE = /\s*[–—-]\s*|\s+(?:à|a|au|et|to|and)\s+/i
const THOUSAND = /\s*k$/i

function fromParts(raw: Readonly<Record<string, string>>, field: Field): Reading {
  const [amount, max, currency] = [part(raw, 'amount'), part(raw, 'max'), part(raw, 'currency')]
  if (amount === '' && max === '') return BLANK
  if (currency !== '' && currency.replace(CURRENCY, '') !== '')
    return refusedPart('currency', 'unknown-currency', currency)
  const low = minor(amount === '' ? '0' : amount)
  if (low === null) return refusedPart('amount', 'not-an-amount', amount)
  const high = max === '' ? undefined : minor(max)
  return high === null ? refusedPart('max', 'not-an-amount', max) : amountOf(low, high, field)
}

function fromText(text: string, field: Field): Reading {
  if (OTHER_CURRENCY.test(text)) return refused('unknown-currency', text)
  const bare = text.replace(PREFIX, '')
  const whole = minor(bare)
  if (whole !== null) return amountOf(whole, undefined, field)
  const [from = '', to = '', ...more] = bare.split(RANGE)
  const [low, high] = [minor(sameUnit(from, to)), minor(to)]
  return low === null || high === null || more.length > 0 ? refused('not-an-amount', text) : amountOf(low, high, field)
}

// In « 35-40 k€ » the thousands count for both ends.
function sameUnit(from: string, to: string): string {
  return /k\s*€?$/i.test(to) && /\d$/.test(from) ? `${from} k` : from
}

function amountOf(amount: number, max: number | undefined, field: Field): Reading {
  if (max !== undefined && max < amount) return refusedPart('max', 'end-before-start')
  const outside =
    outOfBounds(amount / 100, { min: 0, ...field }) ?? (max === undefined ? undefined : outOfBounds(max / 100, field))
  return (
    outside ??
    read(max === undefined || max === amount ? { amount, currency: 'EUR' } : { amount, max, currency: 'EUR' })
  )
}

function minor(text: string): number | null {
  const bare = text.replace(CURRENCY, '').trim()
  const thousands = THOUSAND.test(bare)
  const number = writtenNumber(thousands ? bare.replace(THOUSAND, '') : bare)
  if (number === null || bare.endsWith('%')) return null
  const cents = Math.round(number * (thousands ? 100_000 : 100))
  return Math.abs(cents) <= GREATEST ? cents : null
}

function amounts(value: StoredValue): { readonly amount?: number; readonly max?: number } {
  if (!isRecord(value)) return {}
  const { amount, max } = value
  return {
    ...(typeof amount === 'number' ? { amount } : {}),
    ...(typeof max === 'number' ? { max } : {}),
  }
}
