import { and, asc, eq, sql } from 'drizzle-orm'
import type { Storage } from '../storage/storage.ts'
import type { Cursor } from './list-request.ts'

const MOST = 49_000

/** Where the sitemaps of a section begin: after nothing, then after every so many of its entries, the oldest first. */
export async function sitemapCuts(
  { read, tables: { deliveries } }: Pick<Storage, 'read' | 'tables'>,
  { subscription, length }: { readonly subscription: number; readonly length: number },
): Promise<readonly (Cursor | undefined)[]> {
  const cuts: (Cursor | undefined)[] = [undefined]
  for (;;) {
    const last = cuts.at(-1)
    const beyond = last && sql`(${deliveries.sortAt}, ${deliveries.entry}) > (${last.sortAt}, ${last.entry})`
    const [cut, beyondIt] = await read
      .select({ sortAt: deliveries.sortAt, entry: deliveries.entry })
      .from(deliveries)
      .where(and(eq(deliveries.subscription, subscription), eq(deliveries.state, 'live'), beyond))
      .orderBy(asc(deliveries.sortAt), asc(deliveries.entry))
      .limit(2)
      .offset(length - 1)
    // A sitemap holds a page at least, an index so many sitemaps at most.
    if (!cut || !beyondIt || cuts.length >= MOST) return cuts
    cuts.push(cut)
  }
}
