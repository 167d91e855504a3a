import type { NodeTerms, Term } from '../pipeline/model/standards.ts'
import type { ExportedEntry } from './exported.ts'
import type { Linked, Telling } from './linked-value.ts'
import { linkedValue } from './linked-value.ts'
import { rawItems } from './raw-items.ts'
import { instant } from './xml-element.ts'

/** An entry as the node its kind declares (schema.org); undefined for a kind that declares none. */
export function linkedNode(entry: ExportedEntry, telling: Telling): Readonly<Record<string, Linked>> | undefined {
  const terms = entry.serviceType.standards['json-ld']
  if (terms === undefined) return undefined
  const { type, ...own } = nodeOf(terms, entry, telling)
  const image = factOf('@image', entry)
  return {
    '@type': type ?? terms.type,
    '@id': entry.uri,
    url: entry.link,
    name: entry.title,
    ...(entry.summary === '' ? {} : { description: entry.summary }),
    ...(image === undefined ? {} : { image }),
    ...own,
  }
}

/** The text of a `<script type="application/ld+json">`: no `<` in it can end the element (HTML § 4.12.1.3). */
export function linkedScript(node: Readonly<Record<string, Linked>>): string {
  const text = JSON.stringify({ '@context': 'https://schema.org', ...node })
  return text.replace(/[<>&\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function nodeOf(terms: NodeTerms, entry: ExportedEntry, telling: Telling): Record<string, Linked> {
  const told = Object.entries(terms.properties).flatMap(([name, term]) => {
    const value = termValue(term, entry, telling)
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(told)
}

function termValue(term: Term, entry: ExportedEntry, telling: Telling): Linked | undefined {
  if (typeof term === 'string') return term.startsWith('@') ? factOf(term, entry) : linkedValue(term, entry, telling)
  if ('text' in term) return term.text
  if ('field' in term) return term.values[rawChoice(entry, term.field)]
  if (isTerms(term)) {
    const nodes = eachOf(term, entry).flatMap((one) => {
      const node = nodeOf(term, one, telling)
      return Object.keys(node).length === 0 ? [] : [{ '@type': term.type, ...node }]
    })
    return nodes.length > 1 ? nodes : nodes[0]
  }
  for (const one of term) {
    const value = termValue(one, entry, telling)
    if (value !== undefined) return value
  }
  return undefined
}

function eachOf({ each }: NodeTerms, entry: ExportedEntry): readonly ExportedEntry[] {
  const items = each === undefined ? [] : rawItems(entry.values[each])
  if (each === undefined || items.length < 2) return [entry]
  return items.map((item) => ({ ...entry, values: { ...entry.values, [each]: item } }))
}

function isTerms(term: Exclude<Term, string>): term is NodeTerms {
  return 'type' in term
}

function rawChoice({ values }: ExportedEntry, field: string): string {
  const value = values[field]
  return typeof value === 'string' ? value : ''
}

function factOf(fact: string, entry: ExportedEntry): Linked | undefined {
  const { themes, territories, point, enclosures } = entry
  const told: Readonly<Record<string, Linked | undefined>> = {
    '@title': entry.title,
    '@summary': entry.summary || undefined,
    '@published': instant(entry.publishedAt),
    '@updated': instant(entry.updatedAt),
    '@organisation': { '@type': 'Organization', name: entry.organisation },
    '@link': entry.link,
    '@themes': themes.length === 0 ? undefined : themes.map(({ label }) => label),
    '@territories': territories.length === 0 ? undefined : territories.map(({ name }) => ({ '@type': 'Place', name })),
    '@point': point && { '@type': 'GeoCoordinates', ...point },
    '@image': enclosures.find(({ mediaType }) => mediaType.startsWith('image/'))?.url,
  }
  return told[fact]
}
