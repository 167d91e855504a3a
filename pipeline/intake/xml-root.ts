import { attribute, tags } from './tags.ts'

/** The outermost element of a document, before anything else of it is read. */
export interface XmlRoot {
  /** As written, prefix included. */
  readonly name: string
  /** Namespace of its name; empty without one. */
  readonly namespace: string
  /** Text of its opening tag. */
  readonly tag: string
  /** Root announced by a doctype, in lower case. */
  readonly doctype?: string | undefined
}

/** The root of a text of markup, well formed or not; nothing when it has no tag. */
export function rootOf(text: string): XmlRoot | undefined {
  let doctype: string | undefined
  for (const found of tags(text)) {
    const tag = text.slice(found.start, found.end)
    if (found.kind === 'declaration') doctype ??= /^<!doctype\s+([^\s>[]+)/i.exec(tag)?.[1]?.toLowerCase()
    else return { name: found.name, namespace: namespaceOf(found.name, tag), tag, doctype }
  }
  return undefined
}

function namespaceOf(name: string, tag: string): string {
  const colon = name.indexOf(':')
  const declaration = colon === -1 ? 'xmlns' : `xmlns:${name.slice(0, colon)}`
  return attribute(tag, declaration)?.trim() ?? ''
}
