import type { SQL, SQLWrapper } from 'drizzle-orm'
import type { Searchable } from '../../pipeline/ports.ts'
import type { Writer } from './storage.ts'

/** Full text behind one shape: FTS5 on SQLite, tsvector on PostgreSQL, fed with the same French stems. */
export interface SearchIndex {
  /** Indexes entries, replacing what stood unless they are `fresh`. */
  put(writer: Writer, entries: readonly Searchable[], fresh: ReadonlySet<number>): Promise<void>
  remove(writer: Writer, entries: readonly number[]): Promise<void>
  /** Condition "this entry holds all these stems", the last one as a prefix, for a WHERE. */
  holds(entry: SQLWrapper, stems: readonly string[]): SQL
}
