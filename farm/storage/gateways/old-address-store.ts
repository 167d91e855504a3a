import { and, desc, eq, inArray, or } from 'drizzle-orm'
import type { Storage } from '../storage.ts'

/** Where an entry stood on a site before the farm. */
export interface OldAddress {
  readonly site: string
  /** Key of its former address, as its format makes them: `/article12`, `/titre-de-l-article`. */
  readonly path: string
  readonly entry: number
}

/** Keeps former addresses; one that is kept already leads to the entry now said. */
export async function putOldAddresses(
  { write, tables }: Pick<Storage, 'write' | 'tables'>,
  addresses: readonly OldAddress[],
  at: number,
): Promise<void> {
  const last = new Map(addresses.map((one) => [`${one.site} ${one.path}`, one]))
  const rows = [...last.values()].map((one) => ({ ...one, at }))
  const moved = 'on conflict (site, path) do update set entry = excluded.entry, at = excluded.at'
  if (rows.length > 0) await write(({ bulk }) => bulk(tables.oldAddresses, rows, moved))
}

/** Where an old address of a site leads: an entry, and the section that shows it, or showed it last. */
export async function findOldAddress(
  { read, tables: { oldAddresses, deliveries, entries } }: Pick<Storage, 'read' | 'tables'>,
  asked: { readonly site: string; readonly paths: readonly string[] },
): Promise<{ readonly id: number; readonly title: string; readonly subscription: number } | undefined> {
  if (asked.paths.length === 0) return undefined
  const states = or(eq(deliveries.state, 'live'), eq(deliveries.state, 'retracted'))
  const rows = await read
    .select({ id: entries.id, title: entries.title, subscription: deliveries.subscription, path: oldAddresses.path })
    .from(oldAddresses)
    .innerJoin(entries, eq(entries.id, oldAddresses.entry))
    .innerJoin(
      deliveries,
      and(eq(deliveries.entry, oldAddresses.entry), eq(deliveries.site, oldAddresses.site), states),
    )
    .where(and(eq(oldAddresses.site, asked.site), inArray(oldAddresses.path, [...asked.paths])))
    // « live » comes before « retracted ».
    .orderBy(deliveries.state, desc(deliveries.sortAt))
    .limit(20)
  const [first] = asked.paths.flatMap((path) => rows.filter((row) => row.path === path))
  return first && { id: first.id, title: first.title, subscription: first.subscription }
}
