import type { Field } from '../model/field.ts'
import type { RawValue } from '../model/field-types/field-type.ts'
import { fail, ok, type Result } from '../model/problem.ts'
import type { CardTerms } from '../model/standards.ts'
import { plainLine, shortened } from './feed-text.ts'
import { filledLines } from './filled-lines.ts'
import { type ContentLine, contentLine, textOfValue, valuesOf } from './ical-lines.ts'
import type { Intake, IntakeItem, IntakeText } from './reader.ts'

/** Whether a text is a list of cards. */
export function isVcard(text: string): boolean {
  return /^\s*BEGIN[ \t]*:[ \t]*VCARD\b/i.test(text.slice(0, 200))
}

/**
 * Reads vCards 2.1 to 4.0 (RFC 6350), each one item, by the terms the kind declares for its own cards. Refuses `wrong-service-type`
 * { found, expected } for a kind that declares none; warning `unknown-theme` { value }.
 */
export function readVcard(source: IntakeText): Result<Intake> {
  const { serviceType } = source.options
  const terms = serviceType.standards.vcard
  if (terms === undefined)
    return fail({ code: 'wrong-service-type', params: { found: 'vCard', expected: serviceType.id } })
  const items = { [Symbol.iterator]: () => itemsOf(source, terms) }
  return ok({ format: 'vcard', warnings: source.warnings.list, items })
}

const MARK = /^(BEGIN|END)[ \t]*:[ \t]*VCARD[ \t]*$/i
const LONGEST = 20_000

function* itemsOf(source: IntakeText, terms: CardTerms): Generator<IntakeItem> {
  let [line, card] = [0, new Map<string, ContentLine[]>()]
  const unfolded = source.text.replace(/(?:\r\n?|\n)[ \t]/g, '')
  for (const text of filledLines(unfolded)) {
    const mark = MARK.exec(text)?.[1]?.toUpperCase()
    if (mark !== undefined && card.size > 0) {
      line += 1
      yield itemOf(card, line, { source, terms })
    }
    if (mark !== undefined) card = new Map()
    // `item1.TEL`: Apple groups its properties.
    const read =
      mark === undefined ? contentLine(text.slice(0, LONGEST).replace(/^[A-Za-z0-9-]+\.(?=[A-Za-z])/, '')) : undefined
    if (read !== undefined) card.getOrInsertComputed(read.name, () => []).push(read)
  }
  if (card.size > 0) yield itemOf(card, line + 1, { source, terms })
}

type Card = ReadonlyMap<string, readonly ContentLine[]>

interface Reading {
  readonly source: IntakeText
  readonly terms: CardTerms
}

function itemOf(card: Card, line: number, { source, terms }: Reading): IntakeItem {
  const raw: Record<string, RawValue> = {}
  for (const [field, value] of valuesIn(card, { source, terms })) {
    if (field !== undefined && value !== undefined && value.length !== 0) raw[field.name] ??= value
  }
  return { line, raw, externalId: first(card, 'UID').slice(0, 500) || undefined, problems: [] }
}

function valuesIn(
  card: Card,
  { source, terms }: Reading,
): readonly (readonly [Field | undefined, RawValue | undefined])[] {
  const { fields } = source.options.serviceType
  const named = (name: string | undefined) => fields.find((field) => field.name === name)
  const [family = '', given = ''] = parts(card, 'N')
  const [organisation = ''] = parts(card, 'ORG')
  const title = first(card, 'FN') || [given, family].filter((part) => part !== '').join(' ') || organisation
  const plain = (text: string, field: Field | undefined) => shortened(plainLine(text), field?.max)
  const numbers = all(card, 'TEL').map((phone) => phone.replace(/^tel:/i, ''))
  return [
    [named('title'), plain(title, named('title'))],
    [named(terms.family), plain(family, named(terms.family))],
    [named(terms.given), plain(given, named(terms.given))],
    [named(terms.organisation), plain(organisation, named(terms.organisation))],
    [named(terms.role), plain(first(card, 'TITLE') || first(card, 'ROLE'), named(terms.role))],
    ...terms.phone.map((name, at) => [named(name), numbers[at]] as const),
    ...terms.email.map((name, at) => [named(name), all(card, 'EMAIL')[at]?.replace(/^mailto:/i, '')] as const),
    [named(terms.address), addressOf(card)],
    [named(terms.url), all(card, 'URL').find((url) => /^https?:\/\//i.test(url))],
    [named(terms.note) ?? named('body'), first(card, 'NOTE')],
    [named('themes'), themesOf(card, source)],
  ]
}

function all(card: Card, name: string): readonly string[] {
  return (card.get(name) ?? []).map(({ value }) => textOfValue(value).trim()).filter((text) => text !== '')
}

function first(card: Card, name: string): string {
  return all(card, name)[0] ?? ''
}

/** The parts of a value of several, cut at the semicolons that are not escaped. */
function parts(card: Card, name: string): readonly string[] {
  const written = card.get(name)?.[0]?.value ?? ''
  return written.split(/(?<!\\);/).map((part) => textOfValue(part).trim())
}

function addressOf(card: Card): RawValue | undefined {
  const [, extended = '', street = '', town = '', , postcode = ''] = parts(card, 'ADR')
  const lines = [extended, street].filter((part) => part !== '').join(', ')
  return lines === '' && town === '' ? undefined : { street: lines, postcode, town }
}

function themesOf(card: Card, { options, warnings }: IntakeText): readonly string[] {
  const written = (card.get('CATEGORIES') ?? []).flatMap(({ value }) => valuesOf(value)).map(plainLine)
  return [...new Set(written)].slice(0, 100).filter((theme) => {
    const known = options.knowsTerm?.('themes', theme) ?? false
    if (!known && options.knowsTerm)
      warnings.add({ code: 'unknown-theme', field: 'themes', params: { value: theme.slice(0, 80) } })
    return known
  })
}
