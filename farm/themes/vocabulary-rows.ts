import type { Problem } from '../../pipeline/model/problem.ts'
import type { Concept } from '../../pipeline/model/theme.ts'

/** One concept as a file says it; what the file has no word for is left out, and stays as it is here. */
export interface ConceptRow {
  /** 1-based line; RDF knows none. */
  readonly line?: number | undefined
  readonly code: string
  readonly fr?: string | undefined
  readonly en?: string | undefined
  /** Null for the top. */
  readonly broader?: string | null | undefined
  readonly synonyms?: readonly string[] | undefined
  readonly notations?: Concept['notations'] | undefined
  /** The code is out of use and leads there. */
  readonly leads?: string | undefined
}

/** A vocabulary as a file tells it. */
export interface VocabularyRows {
  /** Name of the vocabulary, where the file has one. */
  readonly label?: { readonly fr?: string | undefined; readonly en?: string | undefined }
  readonly rows: readonly ConceptRow[]
  readonly problems: readonly Problem[]
  /** What the file also says and that is not read, with how often. */
  readonly unread: ReadonlyMap<string, number>
  /** The headings of a table with the column each was read as; null for one that was not. */
  readonly headings?: readonly (readonly [heading: string, column: string | null])[]
}

/** Formats vocabularies come and go in. */
export const VOCABULARY_FORMATS = ['turtle', 'json-ld', 'csv'] as const

/** One of the formats. */
export type VocabularyFormat = (typeof VOCABULARY_FORMATS)[number]

/** Media type and end of the file name of each format. */
export const VOCABULARY_MEDIA: Readonly<
  Record<VocabularyFormat, { readonly mediaType: string; readonly extension: string }>
> = {
  turtle: { mediaType: 'text/turtle; charset=utf-8', extension: 'ttl' },
  'json-ld': { mediaType: 'application/ld+json; charset=utf-8', extension: 'jsonld' },
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv' },
}
