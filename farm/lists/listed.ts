import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import type { Touch } from '../../pipeline/model/touch.ts'
import { touchOf } from '../storage/deliveries/touch-store.ts'
import { entryOf } from '../storage/entry-rows.ts'
import type { Storage } from '../storage/storage.ts'

/** A listed entry with its live values, as its organisation wrote them, and what the site changed in it for this section. */
export interface Listed {
  readonly entry: Entry
  readonly values: Values
  readonly subscription: number
  readonly touch?: Touch
}

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
