import type { Field, FieldTypeId } from '../model/field.ts'
import type { ServiceType } from '../model/service-type.ts'

/** The fields of a service type that a feed can fill, by what they are for. */
export interface FeedFields {
  readonly title?: Field | undefined
  readonly link?: Field | undefined
  readonly summary?: Field | undefined
  readonly content?: Field | undefined
  readonly date?: Field | undefined
  readonly author?: Field | undefined
  readonly source?: Field | undefined
  readonly language?: Field | undefined
  readonly themes?: Field | undefined
  readonly territories?: Field | undefined
}

/** Finds them, by name first, then by type. */
export function feedFields({ fields }: ServiceType): FeedFields {
  const named = (...names: readonly string[]): Field | undefined =>
    names.map((name) => fields.find((field) => field.name === name)).find((field) => field !== undefined)
  const typed = (...types: readonly FieldTypeId[]): Field | undefined => fields.find(({ type }) => types.includes(type))
  const content = named('body', 'content', 'description') ?? typed('rich-text')
  return {
    title: named('title', 'name', 'question') ?? typed('text'),
    link: named('source_url', 'url', 'link', 'website') ?? typed('url'),
    summary: named('summary') ?? fields.find((field) => field.type === 'long-text' && field !== content),
    content,
    date: named('source_date', 'published', 'published_on', 'published_at', 'date') ?? fields.find(isDateOfIssue),
    author: named('source_author', 'author'),
    source: named('source_name', 'source'),
    language: named('language'),
    themes: named('themes'),
    territories: named('territories'),
  }
}

// When an item came out says nothing of when an event begins or an offer closes.
const OTHER_DATE = /valid|until|end|start|begin|deadline|expir|clos|open|from|to$/

function isDateOfIssue({ name, type }: Field): boolean {
  return (type === 'date' || type === 'partial-date' || type === 'datetime') && !OTHER_DATE.test(name)
}
