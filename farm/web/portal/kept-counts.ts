import type { Epochs } from '../../cache/epochs.ts'
import { countList, type ListCounts } from '../../sites/count-list.ts'
import type { ListRequest } from '../../sites/list-request.ts'
import type { Visit } from '../visit.ts'

interface Kept {
  readonly begun: number
  readonly counts: Promise<ListCounts>
}

const MOST = 1_000
const kept = new WeakMap<Epochs, Map<string, Kept>>()

/**
 * The counts of a list, kept until anything on its site changes: counting goes through all entries of the list, which
 * each of its pages would otherwise pay anew.
 */
export function keptCounts({ farm, site }: Visit, request: ListRequest): Promise<ListCounts> {
  const { epochs, storage } = farm
  const tag = `site:${site?.id ?? ''}`
  const all = kept.get(epochs) ?? new Map<string, Kept>()
  kept.set(epochs, all)
  const { subscriptions, terms, query, upcoming, from } = request
  const key = JSON.stringify([subscriptions, terms, query, upcoming, from])
  const known = all.get(key)
  if (known && epochs.current(tag) <= known.begun) return known.counts
  if (all.size >= MOST) all.clear()
  const counts = countList(storage, request)
  all.set(key, { begun: epochs.now(), counts })
  counts.catch(() => all.delete(key))
  return counts
}
