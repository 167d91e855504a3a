import type { SQL, SQLWrapper } from 'drizzle-orm'
import type { Writer } from './storage.ts'

/** One searchable entry: words already folded and stemmed by `searchWords`. */
export interface SearchableEntry {
  readonly entry: number
  readonly title: string
  readonly words: string
}

/** Full text behind one shape: FTS5 on SQLite, tsvector on PostgreSQL, fed with the same French stems. */
export interface SearchIndex {
  put(writer: Writer, entries: readonly SearchableEntry[]): Promise<void>
  remove(writer: Writer, entries: readonly number[]): Promise<void>
  /** Condition "this entry holds all these stems", the last one as a prefix, for a WHERE. */
  holds(entry: SQLWrapper, stems: readonly string[]): SQL
}
