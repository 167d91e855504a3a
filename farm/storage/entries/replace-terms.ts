import { inArray } from 'drizzle-orm'
import type { Changes } from '../../../pipeline/ports.ts'
import type { Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** Writes what entries are about in the place of what stood; nothing stood yet for those that are fresh. */
export async function replaceTerms(
  { entryTerms }: Tables,
  writer: Writer,
  { terms, fresh }: { readonly terms: Changes['terms']; readonly fresh: ReadonlySet<number> },
): Promise<void> {
  const known = terms.filter((one) => !fresh.has(one.entry)).map((one) => one.entry)
  if (known.length > 0) await writer.db.delete(entryTerms).where(inArray(entryTerms.entry, known))
  await writer.bulk(
    entryTerms,
    terms.flatMap(({ entry, terms: all }) => all.map((term) => ({ entry, term }))),
  )
}
