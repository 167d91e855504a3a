import { sql } from 'drizzle-orm'
import type { SearchIndex } from '../storage.ts'

/** tsvector with the `simple` configuration: stems come ready made, so both databases find the same. */
export const postgresSearch: SearchIndex = {
  async put(writer, entries) {
    if (entries.length === 0) return
    const rows = JSON.stringify(entries)
    await writer.run(sql`
      insert into entry_search (entry, words)
      select r.entry, setweight(to_tsvector('simple', r.title), 'A') || to_tsvector('simple', r.words)
      from jsonb_to_recordset(${rows}::jsonb) as r(entry bigint, title text, words text)
      on conflict (entry) do update set words = excluded.words`)
  },
  async remove(writer, entries) {
    if (entries.length === 0) return
    await writer.run(
      sql`delete from entry_search where entry in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(entries)}::jsonb))`,
    )
  },
  holds(entry, stems) {
    const query = stems.map((stem, i) => (i === stems.length - 1 ? `${stem}:*` : stem)).join(' & ')
    return sql`${entry} in (select s.entry from entry_search s where s.words @@ to_tsquery('simple', ${query}))`
  },
}
