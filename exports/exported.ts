import type { Field } from '../pipeline/model/field.ts'
import type { RawValue } from '../pipeline/model/field-types/field-type.ts'
import type { ServiceType } from '../pipeline/model/service-type.ts'

/** One entry ready to leave: values already written to text by their field types, confidential fields left out. */
export interface ExportedEntry {
  /** Stable identity, a tag: URI (RFC 4151). */
  readonly uri: string
  /** The farm's number of the entry: the `id` column, read back as external identity. */
  readonly id: number
  /** Canonical address of its page on the exporting site. */
  readonly link: string
  readonly title: string
  /** Plain text. */
  readonly summary: string
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
  /** Written values by field name: text, parts, or a list of either. */
  readonly values: Readonly<Record<string, RawValue>>
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
  readonly serviceType: ServiceType
  /** Fields that may leave, in the order of the form. */
  readonly fields: readonly Field[]
  readonly entries: Iterable<ExportedEntry> | AsyncIterable<ExportedEntry>
  /** Entries that left this list not long ago, told by every feed so that readers drop their copy. */
  readonly deleted?: readonly Tombstone[]
}

/** An entry withdrawn, expired or erased (RFC 6721). */
export interface Tombstone {
  /** The tag: URI it had while it was there. */
  readonly uri: string
  /** When it left, in milliseconds since the epoch. */
  readonly at: number
}
