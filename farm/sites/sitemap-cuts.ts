import { and, asc, eq, sql } from 'drizzle-orm'
import type { Storage } from '../storage/storage.ts'
import type { Cursor } from './list-request.ts'

/** Where the sitemaps of a section begin: after nothing, then after every so many of its entries, the oldest first. */
export async function sitemapCuts(
  { read, tables: { deliveries } }: Pick<Storage, 'read' | 'tables'>,
  { subscription, length }: { readonly subscription: number; readonly length: number },
): Promise<readonly (Cursor | undefined)[]> {
  const cuts: (Cursor | undefined)[] = [undefined]
  for (;;) {
    const last = cuts.at(-1)
    const beyond = last && sql`(${deliveries.sortAt}, ${deliveries.entry}) > (${last.sortAt}, ${last.entry})`
    const [cut] = await read
      .select({ sortAt: deliveries.sortAt, entry: deliveries.entry })
      .from(deliveries)
      .where(and(eq(deliveries.subscription, subscription), eq(deliveries.state, 'live'), beyond))
      .orderBy(asc(deliveries.sortAt), asc(deliveries.entry))
      .limit(1)
      .offset(length - 1)
    if (!cut || cuts.length >= length) return cuts
    cuts.push(cut)
  }
}
