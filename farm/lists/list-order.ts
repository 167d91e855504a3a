import { asc, desc, type SQL, sql } from 'drizzle-orm'
import type { SectionOrder } from '../../pipeline/model/site.ts'
import type { Storage } from '../storage/storage.ts'
import type { ListRequest } from './list-request.ts'

/** The order of a list: the one its section says, else the next first for what is upcoming, else the newest first. */
export function orderOf({ order, upcoming }: Pick<ListRequest, 'order' | 'upcoming'>): SectionOrder {
  return order ?? (upcoming ? 'oldest' : 'newest')
}

/** What rows are sorted by, going up or down. */
export function sortedBy({ deliveries, entries }: Storage['tables'], order: SectionOrder, ascending: boolean): SQL[] {
  const direction = ascending ? asc : desc
  const first = order === 'title' ? titleKey({ entries }) : deliveries.sortAt
  return [direction(first), direction(deliveries.entry)]
}

/** Whether a list goes up its order: from the past, or from A. */
export function isAscending(request: Pick<ListRequest, 'order' | 'upcoming' | 'arrived'>): boolean {
  return request.arrived !== true && orderOf(request) !== 'newest'
}

/** A title as lists sort it, in whatever database: small letters, no accents. */
export function titleKey({ entries }: Pick<Storage['tables'], 'entries'>): SQL<string> {
  return ACCENTS.reduce(
    (key, [letters, plain]) =>
      [...letters].reduce(
        (text, letter) => sql<string>`replace(${text}, ${sql.raw(`'${letter}'`)}, ${sql.raw(`'${plain}'`)})`,
        key,
      ),
    sql<string>`lower(${entries.title})`,
  )
}

// SQLite lowers ASCII only.
const ACCENTS = [
  ['éèêëÉÈÊË', 'e'],
  ['àâäÀÂÄ', 'a'],
  ['îïÎÏ', 'i'],
  ['ôöÔÖ', 'o'],
  ['ùûüÙÛÜ', 'u'],
  ['çÇ', 'c'],
  ['œŒ', 'oe'],
  ['’-', ' '],
] as const
