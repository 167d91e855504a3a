import { fold } from '../fold.ts'
import type { Language } from '../local-text.ts'
import { cleanLine } from '../written/clean.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** A language, stored as its primary BCP 47 subtag (`fr`); reads tags and French or English names. Problem: `unknown-language`. */
export const language: FieldType = {
  id: 'language',
  read(raw) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const code = text.length > 60 ? undefined : codeOf(text)
    return code === undefined ? refused('unknown-language', text) : read(code)
  },
  write: storedText,
  show: (value, _field, context) => nameOf(storedText(value), context.language) ?? storedText(value),
  words: (value) => nameOf(storedText(value), 'fr') ?? '',
}

const TAG = /^([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*$/i
const known = new Map<string, string | undefined>()
const names = new Map<Language, Intl.DisplayNames>()
let byName: ReadonlyMap<string, string> | undefined

function codeOf(text: string): string | undefined {
  if (known.has(text)) return known.get(text)
  const tag = TAG.exec(text)?.[1]?.toLowerCase()
  const primary = tag === undefined ? undefined : Intl.getCanonicalLocales(tag)[0]
  const code = primary !== undefined && nameOf(primary, 'en') !== undefined ? primary : namedLanguages().get(fold(text))
  // Bounded, or a hostile file could fill the memory with invented names.
  if (known.size < 2000) known.set(text, code)
  return code
}

function nameOf(code: string, language: Language): string | undefined {
  if (!/^[a-z]{2,3}$/.test(code)) return undefined
  const display = names.get(language) ?? new Intl.DisplayNames(language, { type: 'language', fallback: 'none' })
  names.set(language, display)
  return display.of(code)
}

function namedLanguages(): ReadonlyMap<string, string> {
  byName ??= new Map(
    LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).flatMap((code) =>
      ([nameOf(code, 'fr'), nameOf(code, 'en')] as const).flatMap((name) =>
        name === undefined ? [] : [[fold(name), Intl.getCanonicalLocales(code)[0] ?? code] as const],
      ),
    ),
  )
  return byName
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
