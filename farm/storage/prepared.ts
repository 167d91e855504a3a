import type { Database } from './storage.ts'

/** Finds a query of a database by its name, or builds it; with the name `null` it is built each time. */
export type Prepared<Query> = (database: Database, name: string | null, build: () => Query) => Query

const MOST = 100

/**
 * Keeps queries that are built once and run with other figures each time, as building one costs more than running it. A
 * name must stand for one text of SQL; beyond a hundred of them all are forgotten.
 */
export function preparedQueries<Query>(): Prepared<Query> {
  const kept = new WeakMap<Database, Map<string, Query>>()
  return (database, name, build) => {
    if (name === null) return build()
    const queries = kept.get(database) ?? new Map<string, Query>()
    kept.set(database, queries)
    const known = queries.get(name)
    if (known !== undefined) return known
    if (queries.size >= MOST) queries.clear()
    const query = build()
    queries.set(name, query)
    return query
  }
}
