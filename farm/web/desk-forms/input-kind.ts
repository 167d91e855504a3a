import type { Field, FieldTypeId } from '../../../pipeline/model/field.ts'

/** What a one-line input says of itself, so that phones show the right keys and browsers fill it. */
export interface InputKind {
  readonly type?: 'email' | 'url' | 'tel'
  readonly inputmode?: 'numeric' | 'decimal' | 'tel' | 'email' | 'url'
  readonly size: 'code' | 'short' | 'line'
  readonly spellcheck?: 'true' | 'false'
  readonly autocomplete?: string
}

/** The kind of input of a one-line field; `type="url"` is left out, because browsers refuse `example.org`, which we read. */
export function inputKind({ type, max = Number.POSITIVE_INFINITY }: Pick<Field, 'type' | 'max'>): InputKind {
  const known = KINDS[type]
  if (known) return known
  return { size: max <= 40 ? 'short' : 'line' }
}

const off = { spellcheck: 'false', autocomplete: 'off' } as const

const KINDS: Readonly<Partial<Record<FieldTypeId, InputKind>>> = {
  integer: { inputmode: 'numeric', size: 'code', ...off },
  decimal: { inputmode: 'decimal', size: 'code', ...off },
  'partial-date': { size: 'code', ...off },
  phone: { type: 'tel', inputmode: 'tel', size: 'short', ...off },
  email: { inputmode: 'email', size: 'short', ...off },
  url: { inputmode: 'url', size: 'line', ...off },
  siret: { inputmode: 'numeric', size: 'short', ...off },
  recurrence: { size: 'line', ...off },
  'opening-hours': { size: 'line', ...off },
}
