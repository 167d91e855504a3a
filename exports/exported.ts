import type { Field } from '../pipeline/model/field.ts'
import type { RawValue, ReadContext } from '../pipeline/model/field-types/field-type.ts'
import type { ServiceType } from '../pipeline/model/service-type.ts'

/** One entry ready to leave: values already written to text by their field types, confidential fields left out. */
export interface ExportedEntry {
  /** Stable identity, a tag: URI (RFC 4151). */
  readonly uri: string
  /** The farm's number of the entry: the `id` column, read back as external identity. */
  readonly id: number
  readonly serviceType: ServiceType
  /** How far it has come, where a list holds more than what is published. */
  readonly state?: string | undefined
  /** Counts its changes. */
  readonly version: number
  /** Canonical address of its page on the exporting site. */
  readonly link: string
  readonly title: string
  /** Plain text; empty where it has neither a summary nor a body. */
  readonly summary: string
  /** Its key facts in one line, which a reader is told where there is no summary. */
  readonly gist: string
  /** Sanitised HTML, or empty. */
  readonly html: string
  readonly organisation: string
  readonly language: string
  /** Milliseconds since the epoch. */
  readonly publishedAt: number
  readonly updatedAt: number
  /** Names of themes and territories in the list's language, with their codes. */
  readonly themes: readonly { readonly code: string; readonly label: string }[]
  readonly territories: readonly { readonly key: string; readonly name: string }[]
  /** Where it is, in degrees (WGS 84): its own point, else that of its commune. */
  readonly point?: { readonly latitude: number; readonly longitude: number } | undefined
  /** Its pictures and files, by absolute addresses. */
  readonly enclosures: readonly Enclosure[]
  /** Written values by field name: text, parts, or a list of either. */
  readonly values: Readonly<Record<string, RawValue>>
}

/** A picture or a file of an entry, as a reader may fetch it. */
export interface Enclosure {
  /** What its field holds: the digest of a kept file, or an address elsewhere. */
  readonly file: string
  readonly url: string
  readonly mediaType: string
  /** Bytes; undefined where it is kept elsewhere. */
  readonly size?: number | undefined
  readonly title: string
}

/** The list an export is made of. */
export interface ExportedList {
  readonly title: string
  readonly description: string
  /** Address of the list's page, and of this very export. */
  readonly link: string
  readonly self: string
  readonly language: string
  /** Newest change of the list, in milliseconds. */
  readonly updatedAt: number
  /** The kind whose fields a table or a document has; a feed carries entries of any. */
  readonly serviceType: ServiceType
  /** Fields that may leave, in the order of the form. */
  readonly fields: readonly Field[]
  readonly entries: Iterable<ExportedEntry> | AsyncIterable<ExportedEntry>
  /** Entries that left this list not long ago, told by every feed so that readers drop their copy. */
  readonly deleted?: readonly Tombstone[]
  /** Addresses of its other pages, where it comes in pages (RFC 5005 §3). */
  readonly pages?: ListPages | undefined
  /** Tells the state of each entry. */
  readonly states?: boolean | undefined
  /** Address of the hub that tells its changes (W3C WebSub). */
  readonly hub?: string | undefined
  /** Address of the schema its XML follows. */
  readonly schema?: string | undefined
  /** Words of a term of a vocabulary, in the list's language. */
  readonly termLabel?: (vocabulary: string, code: string) => string | undefined
  /** What reading a value looks up: LHÉO tells by it what was changed here in an offer that came by LHÉO. */
  readonly reading?: ReadContext | undefined
}

/** The pages of a list before and after this one. */
export interface ListPages {
  readonly first: string
  readonly previous?: string | undefined
  readonly next?: string | undefined
}

/** An entry withdrawn, expired or erased (RFC 6721). */
export interface Tombstone {
  /** The tag: URI it had while it was there. */
  readonly uri: string
  /** When it left, in milliseconds since the epoch. */
  readonly at: number
  /** When it would have begun, for kinds listed by their date; else when it was published. */
  readonly sortAt?: number | undefined
}
