import { and, desc, eq, gte, inArray, ne, not } from 'drizzle-orm'
import { describe } from '../../pipeline/describe.ts'
import type { Values } from '../../pipeline/model/entry.ts'
import { stems } from '../../pipeline/model/stems.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import type { Departed } from './departed-since.ts'
import { type ListRoom, listConditions, listValues } from './list-conditions.ts'
import type { ListRequest } from './list-request.ts'

/** What telling what left a filtered list goes by. */
export interface AskedLeft {
  /** The list, with what is asked of it. */
  readonly request: ListRequest
  /** Instant in milliseconds. */
  readonly since: number
  readonly limit: number
  readonly knowledge: Knowledge
}

const MOST_LOOKED_AT = 2000

/**
 * What still stands in its section, and was corrected since an instant so that it does not answer the filters of a list any more, latest
 * first: who follows `?theme=employment` hears of what turned out to be about housing. Nothing for a list without filters.
 */
export async function leftFilters(room: ListRoom, asked: AskedLeft): Promise<readonly Departed[]> {
  // What only falls behind the window of a list, or its length, was not taken back.
  const open = { upcoming: false, most: undefined, pinsOf: undefined, before: undefined, after: undefined }
  const request = { ...asked.request, ...open }
  const { subscriptions, terms, query, period } = request
  if (subscriptions.length === 0 || (terms.length === 0 && query === '' && !period)) return []
  const left = new Map<number, Departed>()
  for (const { entry, kind, at, sortAt, values, was } of await corrected(room, request, asked.since))
    if (!left.has(entry) && answered({ kind, values, sortAt: was }, request, asked.knowledge))
      left.set(entry, { entry, at, sortAt })
  return [...left.values()].slice(0, asked.limit)
}

// What stands there and was something else before, of which the list holds nothing now.
function corrected(room: ListRoom, request: ListRequest, since: number) {
  const { deliveries, spans, revisions } = room.tables
  const holds = listConditions(room, request)
  return room.read
    .select({
      ...{ entry: deliveries.entry, kind: deliveries.serviceType, sortAt: deliveries.sortAt, at: spans.untilAt },
      ...{ values: revisions.values, was: spans.sortAt },
    })
    .from(deliveries)
    .innerJoin(spans, and(eq(spans.entry, deliveries.entry), eq(spans.subscription, deliveries.subscription)))
    .innerJoin(revisions, eq(revisions.id, spans.revision))
    .where(
      and(
        inArray(deliveries.subscription, [...request.subscriptions]),
        eq(deliveries.state, 'live'),
        gte(spans.untilAt, since),
        ne(spans.revision, deliveries.revision),
        holds && not(holds),
      ),
    )
    .orderBy(desc(spans.untilAt), desc(deliveries.entry))
    .limit(MOST_LOOKED_AT)
    .prepare()
    .execute(listValues(request))
}

interface Former {
  readonly kind: string
  readonly values: Values
  readonly sortAt: number
}

function answered({ kind, values, sortAt }: Former, request: ListRequest, knowledge: Knowledge): boolean {
  const serviceType = knowledge.serviceType(kind)
  if (!serviceType || (request.kind !== undefined && request.kind !== kind)) return false
  const { from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = request.period ?? {}
  if (sortAt < from || sortAt >= until) return false
  const { terms, searchable } = describe({ entry: { id: 0 }, values }, { serviceType, knowledge, now: sortAt })
  const held = new Set(terms[0]?.terms)
  if (!request.terms.every((term) => held.has(term))) return false
  if (request.named !== undefined && held.has(request.named)) return true
  const said = ` ${searchable[0]?.title} ${searchable[0]?.words}`
  return stems(request.query).every((stem) => said.includes(` ${stem}`))
}
