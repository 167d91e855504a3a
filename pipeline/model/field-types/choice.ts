import type { Field } from '../field.ts'
import { fold } from '../fold.ts'
import { inLanguage, type Language } from '../local-text.ts'
import { cleanLine } from '../written/clean.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** One of the declared options, stored as its code; reads the code or a label, accents and case ignored. Problem: `unknown-choice`. */
export const choice: FieldType = {
  id: 'choice',
  read(raw, field) {
    const text = textOf(raw)
    const codes = codesOf(field)
    const exact = codes.get(text)
    if (exact !== undefined) return read(exact)
    const line = cleanLine(text)
    if (line === '') return BLANK
    const code = line.length > 300 ? undefined : (codes.get(line) ?? codes.get(fold(line)))
    return code === undefined ? refused('unknown-choice', line) : read(code)
  },
  write: storedText,
  show: (value, field, context) => labelOf(storedText(value), field, context.language),
  words(value, field) {
    const code = storedText(value)
    const option = field.choices?.find((known) => known.code === code)
    return option === undefined ? '' : [option.label.fr, option.label.en ?? ''].join(' ').trim()
  },
}

const byField = new WeakMap<Field, ReadonlyMap<string, string>>()

function codesOf(field: Field): ReadonlyMap<string, string> {
  const known = byField.get(field)
  if (known !== undefined) return known
  const codes = new Map<string, string>()
  const add = (name: string, code: string): void => {
    if (name !== '' && !codes.has(name)) codes.set(name, code)
  }
  const choices = field.choices ?? []
  for (const { code } of choices) add(code, code)
  for (const { code } of choices) add(fold(code), code)
  for (const { code, label } of choices) {
    add(fold(label.fr), code)
    add(fold(label.en ?? ''), code)
  }
  byField.set(field, codes)
  return codes
}

function labelOf(code: string, field: Field, language: Language): string {
  const option = field.choices?.find((known) => known.code === code)
  return option === undefined ? code : inLanguage(option.label, language)
}
