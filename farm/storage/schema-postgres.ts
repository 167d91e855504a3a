import { pgKit } from './column-kit-postgres.ts'
import { defineTables } from './tables.ts'

// drizzle-kit reads exported tables only, hence one name each.
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
