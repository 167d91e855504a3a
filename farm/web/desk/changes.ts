import type { Values } from '../../../pipeline/model/entry.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { plainText } from '../../../pipeline/model/plain-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { showValue } from '../../../pipeline/model/show-value.ts'
import type { Visit } from '../visit.ts'
import { type Piece, textDiff } from './text-diff.ts'

/** One field that differs between two revisions. */
export interface FieldChange {
  readonly name: string
  readonly label: string
  readonly kind: 'added' | 'removed' | 'changed'
  /** The whole text with what went and what came. */
  readonly pieces: readonly Piece[]
}

/** Compares two revisions field by field, in the order of the form. */
export function changesBetween(
  { show, language }: Visit,
  compared: { readonly serviceType: ServiceType; readonly before: Values; readonly after: Values },
): FieldChange[] {
  return compared.serviceType.fields.flatMap((field) => {
    const [old, fresh] = [compared.before[field.name], compared.after[field.name]]
    if (JSON.stringify(old ?? null) === JSON.stringify(fresh ?? null)) return []
    const text = (value: typeof old) => textOf(field, showValue({ field, value, context: show }), value)
    const [before, after] = [text(old), text(fresh)]
    const kind = before === '' ? ('added' as const) : after === '' ? ('removed' as const) : ('changed' as const)
    return [
      { name: field.name, label: inLanguage(field.label, language), kind, pieces: piecesOf(field, before, after) },
    ]
  })
}

const WRITTEN = new Set<Field['type']>(['text', 'long-text', 'rich-text', 'original'])

// A text is read with its changes inside; of a date or a place, both values are plainer side by side.
function piecesOf(field: Field, before: string, after: string): Piece[] {
  if (WRITTEN.has(field.type)) return textDiff(before, after)
  const pieces = [
    { kind: 'gone' as const, text: before },
    { kind: 'new' as const, text: after },
  ]
  return pieces.filter((piece) => piece.text !== '')
}

function textOf(field: Field, shown: string, value: unknown): string {
  if (typeof value !== 'string') return shown
  return field.type === 'rich-text' ? plainText(value) : field.type === 'long-text' ? value : shown
}
