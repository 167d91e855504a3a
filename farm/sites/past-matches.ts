import { searchWords } from '../../pipeline/model/search-words.ts'
import { stems } from '../../pipeline/model/stems.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { termsOf } from '../../pipeline/terms.ts'
import type { ListRequest } from '../lists/list-request.ts'
import type { PastRow } from '../storage/deliveries/spans-store.ts'

/** What is asked of the entries of a list beside its own window, at an instant. */
export interface PastFilters extends Pick<ListRequest, 'terms' | 'query' | 'named' | 'from' | 'upcoming' | 'period'> {
  readonly at: number
}

/** Judges rows of the past. */
export interface PastMatcher {
  /** Whether anything is asked at all. */
  readonly asks: boolean
  /** What the entry was about, by the trees it is given; undefined where it does not answer. */
  match(row: PastRow): readonly string[] | undefined
}

/** Makes the judge of a list of the past: the revisions of that day are in no index, so each is read as the index would have been written. */
export function pastMatcher(filters: PastFilters, knowledge: Knowledge): PastMatcher {
  const words = stems(filters.query)
  const asks = filters.terms.length > 0 || words.length > 0 || filters.period !== undefined
  return {
    asks,
    match(row) {
      const serviceType = knowledge.serviceType(row.entry.serviceType)
      if (!serviceType || !isWithin(row, filters)) return undefined
      const terms = termsOf(serviceType, row.values, knowledge)
      const held = new Set(terms)
      if (!filters.terms.every((term) => held.has(term))) return undefined
      if (words.length === 0 || (filters.named !== undefined && held.has(filters.named))) return terms
      const context = { gazetteer: knowledge.gazetteer, thesaurus: knowledge.thesaurus, now: filters.at }
      const { title, text } = searchWords({ serviceType, values: row.values, context })
      return answers(words, [...stems(title), ...stems(text)]) ? terms : undefined
    },
  }
}

function isWithin({ sortAt }: PastRow, { upcoming, from, period }: PastFilters): boolean {
  if (upcoming && from !== undefined && sortAt < from) return false
  return (period?.from ?? sortAt) <= sortAt && (period?.until ?? Number.POSITIVE_INFINITY) > sortAt
}

// As the search index answers: every word, the last one by its beginning.
function answers(asked: readonly string[], held: readonly string[]): boolean {
  const known = new Set(held)
  return asked.every((stem, i) => (i === asked.length - 1 ? held.some((one) => one.startsWith(stem)) : known.has(stem)))
}
