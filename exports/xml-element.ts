import { XMLBuilder } from 'fast-xml-parser'
import { legalXml } from './legal-xml.ts'

/** What an element holds: text, or children by name with `@_` attributes and `#text`; undefined leaves it out, a list repeats it. */
export type XmlContent = string | number | undefined | readonly XmlContent[] | { readonly [child: string]: XmlContent }

/** One element as text, every character escaped or, where XML has no way to carry it, left out. */
export function element(name: string, content: XmlContent): string {
  return builder.build({ [name]: content })
}

/** The start of an element and of what it holds, left open so that the rest can be streamed; close it with `</name>`. */
export function openElement(name: string, content: XmlContent): string {
  return element(name, content).slice(0, -`</${name}>`.length)
}

/** Milliseconds as XML, Atom and JSON Feed write an instant (RFC 3339, UTC). */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  // A body named "true" is a name, not a boolean attribute.
  suppressBooleanAttributes: false,
  tagValueProcessor: (_name, value) => legalXml(String(value)),
  attributeValueProcessor: (_name, value) => legalXml(String(value)).replace(/\s/g, ' '),
})
