import { XMLParser } from 'fast-xml-parser'

/** An element as read: its text, or its children by name and attributes under `@name`; several of one name make a list. */
export type XmlElement = string | { readonly [child: string]: unknown }

/** The element a piece of XML consists of; nothing when it cannot be parsed. Prefixes are dropped. */
export function parseElement(xml: string): XmlElement | undefined {
  try {
    const parsed: unknown = parser.parse(xml)
    const [root] = isRecord(parsed) ? Object.values(parsed) : []
    return asElement(root)
  } catch {
    return undefined
  }
}

/** The children of that name, in order. */
export function children(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  if (element === undefined || typeof element === 'string' || !Object.hasOwn(element, name)) return []
  const found = element[name]
  return (Array.isArray(found) ? found : [found]).map(asElement).filter((child) => child !== undefined)
}

/** The first element along a path of names such as `coordonnees/adresse/ville`. */
export function descendant(element: XmlElement | undefined, path: string): XmlElement | undefined {
  return path
    .split('/')
    .reduce<XmlElement | undefined>(
      (parent, name) => (parent === undefined ? parent : children(parent, name)[0]),
      element,
    )
}

/** Names of the child elements. */
export function childNames(element: XmlElement): readonly string[] {
  if (typeof element === 'string') return []
  return Object.keys(element).filter((name) => name !== '#text' && !name.startsWith('@'))
}

/** Own text of an element, trimmed; empty without one. */
export function textOf(element: XmlElement | undefined): string {
  if (typeof element === 'string') return element.trim()
  const text = element?.['#text']
  return typeof text === 'string' ? text.trim() : ''
}

/** Value of an attribute, trimmed. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  const value = typeof element === 'string' ? undefined : element[`@${name}`]
  return typeof value === 'string' ? value.trim() : undefined
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  // A postcode such as 01400 is a text.
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  trimValues: false,
  htmlEntities: true,
  ignorePiTags: true,
  // Paths nobody asks for cost a fifth of the reading.
  jPath: false,
})

function asElement(value: unknown): XmlElement | undefined {
  return typeof value === 'string' || isRecord(value) ? value : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
