import { countList, type ListCounts } from '../../lists/count-list.ts'
import type { ListRequest } from '../../lists/list-request.ts'
import type { Visit } from '../visit.ts'
import { keepWhileStill } from './while-still.ts'

const counts = keepWhileStill<ListCounts>(1_000)

/**
 * The counts of a list, kept until anything on its site changes: counting goes through all entries of the list, which
 * each of its pages would otherwise pay anew.
 */
export function keptCounts(visit: Visit, request: ListRequest): Promise<ListCounts> {
  const { subscriptions, terms, kind, query, upcoming, from, order, most, period } = request
  const name = JSON.stringify([subscriptions, terms, kind, query, upcoming, from, order, most, period])
  return counts(visit, name, () => countList(visit.farm.storage, request))
}
