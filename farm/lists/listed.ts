import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Values } from '../../pipeline/model/entry.ts'
import { touchOf } from '../storage/deliveries/touch-store.ts'
import { entryOf } from '../storage/entry-rows.ts'
import type { Storage } from '../storage/storage.ts'
import type { Listed } from './list-entries.ts'

type Tables = Storage['tables']

/** A row of a list as read. */
export interface ListedRow {
  readonly entry: Tables['entries']['$inferSelect']
  readonly values: Values
  readonly subscription: number
  readonly touch: Tables['touches']['$inferSelect'] | null
}

/** A listed entry from its row. */
export function listedOf({ entry, values, subscription, touch }: ListedRow): Listed {
  return { entry: entryOf(entry), values, subscription, ...(touch ? { touch: touchOf(touch) } : {}) }
}

/** Joins what the site changed for itself with its deliveries. */
export function onTouch({ deliveries, touches }: Tables): SQL | undefined {
  return and(eq(touches.entry, deliveries.entry), eq(touches.subscription, deliveries.subscription))
}

/** Condition "this delivery is not among the pinned of its section". */
export function isUnpinned(tables: Tables): SQL {
  const { touches } = tables
  const same = and(onTouch(tables), isNotNull(touches.pin))
  return sql`not exists (select 1 from ${touches} where ${same})`
}
