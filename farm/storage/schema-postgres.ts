import { pgKit } from './column-kit-postgres.ts'
import { defineTables } from './tables.ts'

/** Every table by its name, for drizzle-kit reads exported tables only. */
export const {
  meta,
  organisations,
  sites,
  subscriptions,
  people,
  memberships,
  sessions,
  tickets,
  attempts,
  territories,
  territoryAliases,
  concepts,
  entries,
  revisions,
  entryTerms,
  decisions,
  events,
  deliveries,
  duplicates,
  claims,
  files,
  sources,
  batches,
  batchLines,
  jobs,
} = defineTables(pgKit)
