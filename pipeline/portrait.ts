import { canonicalUrl } from './identity.ts'
import type { Values } from './model/entry.ts'
import { facetsOf } from './model/facets.ts'
import type { Field } from './model/field.ts'
import { DATE_LIKE } from './model/instant.ts'
import { plainText } from './model/plain-text.ts'
import type { ServiceType } from './model/service-type.ts'
import { stems } from './model/stems.ts'
import type { Gazetteer, TerritoryKey } from './model/territory.ts'
import { isList, storedPart, storedText } from './model/written/parts.ts'

/** What of an entry is held against another's to tell whether both speak of the same. */
export interface Portrait {
  readonly kind: string
  /** Significant stems of its title, each once, in their order. */
  readonly title: readonly string[]
  /** Numbers its title holds. */
  readonly numbers: readonly string[]
  /** First day it is about, as far as it is known (`2026-10`); empty where its kind has none. */
  readonly day: string
  /** Whether that day is what it announces, so that another day is another happening. */
  readonly happens: boolean
  readonly places: readonly TerritoryKey[]
  /** Stems of what they are called. */
  readonly names: ReadonlySet<string>
  /** All they lie in, themselves included. */
  readonly around: ReadonlySet<TerritoryKey>
  /** Stems of its texts, in their order. */
  readonly text: readonly string[]
  readonly address: string | null
}

/** Draws an entry's portrait from its values; of endless ones the beginning counts, and what staff alone may see does not. */
export function portraitOf(serviceType: ServiceType, values: Values, gazetteer: Gazetteer): Portrait {
  const words = significant(storedText(values.title ?? ''))
  const places = facetsOf(serviceType, shortened(values)).territories.slice(0, MOST_PLACES)
  const address = typeof values.source_url === 'string' ? canonicalUrl(values.source_url.slice(0, 2_000)) : null
  return {
    kind: serviceType.id,
    title: titleWords(storedText(values.title ?? '')),
    numbers: words.filter((word) => /^\d+$/.test(word)),
    ...dayOf(serviceType, values),
    places,
    names: new Set(places.flatMap((key) => stems(gazetteer.get(key)?.name ?? ''))),
    around: new Set(places.flatMap((key) => [key, ...gazetteer.ancestors(key)])),
    text: stems(textOf(serviceType, values)).slice(0, MOST_WORDS),
    // The front page of a body is the source of all it says.
    address: address !== null && /^https:\/\/[^/]+\/./.test(address) ? address : null,
  }
}

const LONGEST_TITLE = 300
const LONGEST_TEXT = 20_000
const MOST_WORDS = 2_000
const MOST_PLACES = 40

// Looking for the same place twice in a list takes the square of its length.
function shortened(values: Values): Values {
  const long = Object.entries(values).filter(([, value]) => isList(value) && value.length > MOST_PLACES)
  if (long.length === 0) return values
  return {
    ...values,
    ...Object.fromEntries(long.map(([name, value]) => [name, isList(value) ? value.slice(0, MOST_PLACES) : value])),
  }
}

/** What a title alone says of its portrait. */
export function titleWords(title: string): readonly string[] {
  return significant(title).filter((word) => !/^\d+$/.test(word))
}

function significant(title: string): readonly string[] {
  return [...new Set(stems(title.slice(0, LONGEST_TITLE)))].filter((stem) => !EMPTY.has(stem)).slice(0, 40)
}

// Words that announce rather than name, and English, which feeds bring: `stems` keeps them because searching may need them.
const EMPTY = new Set(
  stems(
    `the of and to in for on at with by from is are this that vos votre nos notre plus tout tous grand nouveau nouvelle
    rappel inscription inscriptions ouvert ouverte gratuit gratuite info annonce bientôt report reporté`,
  ),
)

function dayOf({ order, fields }: ServiceType, values: Values): Pick<Portrait, 'day' | 'happens'> {
  const field = fields.find(({ name }) => name === order?.field) ?? fields.find(isDeadline)
  const found = field && DATE_LIKE.has(field.type) ? values[field.name] : undefined
  const first = isList(found) ? found[0] : found
  if (first === undefined || first === null) return { day: '', happens: false }
  const text = storedText(first) || storedPart(first, 'start')
  return { day: text.slice(0, 10), happens: order?.upcoming ?? true }
}

function isDeadline({ name, type }: Field): boolean {
  return name === 'deadline' && DATE_LIKE.has(type)
}

function textOf({ fields }: ServiceType, values: Values): string {
  const texts: string[] = []
  let left = LONGEST_TEXT
  for (const { name, type, confidential } of fields) {
    if (confidential || name === 'title' || (type !== 'long-text' && type !== 'rich-text')) continue
    const text = storedText((Object.hasOwn(values, name) ? values[name] : undefined) ?? '').slice(0, left)
    left -= text.length
    if (text !== '') texts.push(type === 'rich-text' ? plainText(text) : text)
  }
  return texts.join('\n')
}
