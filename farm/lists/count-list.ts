import { countTerms } from '../storage/entries/held-terms.ts'
import { preparedQueries } from '../storage/prepared.ts'
import type { Storage } from '../storage/storage.ts'
import { listConditions, listShape, listValues } from './list-conditions.ts'
import type { ListRequest } from './list-request.ts'

/** How many entries a list holds, whatever the page, and how many of them hold each term. */
export interface ListCounts {
  readonly total: number
  readonly terms: ReadonlyMap<string, number>
}

/** Counts a list for its heading and the figures beside its filters. */
export async function countList(room: CountRoom, request: ListRequest): Promise<ListCounts> {
  const whole = { ...request, before: undefined, after: undefined }
  const query = held(room.read, listShape(whole), () => heldQuery(room, whole))
  const rows = await query.execute(listValues(whole))
  const terms = await countTerms(
    room,
    rows.map((row) => row.entry),
  )
  return { total: rows.length, terms }
}

type CountRoom = Pick<Storage, 'read' | 'tables' | 'search' | 'dialect' | 'foreignChanges'>

const held = preparedQueries<ReturnType<typeof heldQuery>>()

function heldQuery(room: CountRoom, request: ListRequest) {
  const { deliveries } = room.tables
  const where = listConditions(room, request)
  const entry = { entry: deliveries.entry }
  // An entry in two sections of a site is one entry of its search.
  const asked = request.subscriptions.length > 1 ? room.read.selectDistinct(entry) : room.read.select(entry)
  return asked.from(deliveries).where(where).prepare()
}
