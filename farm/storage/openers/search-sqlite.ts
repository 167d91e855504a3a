import { sql } from 'drizzle-orm'
import { allDone } from '../all-done.ts'
import type { SearchIndex } from '../storage.ts'

/** FTS5: a contentless table keyed by entry number. */
export const sqliteSearch: SearchIndex = {
  async put(writer, entries, fresh) {
    const again = entries.filter(({ entry }) => !fresh.has(entry))
    await allDone([
      ...again.map(({ entry }) => writer.run(sql`delete from entry_search where rowid = ${entry}`)),
      ...entries.map(({ entry, title, words }) =>
        writer.run(sql`insert into entry_search (rowid, title, words) values (${entry}, ${title}, ${words})`),
      ),
    ])
  },
  async remove(writer, entries) {
    await allDone(entries.map((entry) => writer.run(sql`delete from entry_search where rowid = ${entry}`)))
  },
  holds(entry, stems) {
    // Each stem is letters and digits only, yet quoted: FTS5 reads AND, OR, NOT and NEAR as operators.
    const query = stems.map((stem, i) => (i === stems.length - 1 ? `"${stem}"*` : `"${stem}"`)).join(' ')
    return sql`${entry} in (select rowid from entry_search where entry_search match ${query})`
  },
}
