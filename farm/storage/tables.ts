import type { ColumnKit } from './column-kit.ts'
import { contentTables } from './tables-content.ts'
import { exchangeTables } from './tables-exchange.ts'
import { networkTables } from './tables-network.ts'
import { partnerTables } from './tables-partners.ts'
import { routingTables } from './tables-routing.ts'

/** Every table of the farm, defined once and built by either kit. Instants are milliseconds since the epoch. */
export function defineTables(kit: ColumnKit) {
  const [network, content, routing] = [networkTables(kit), contentTables(kit), routingTables(kit)]
  return { ...network, ...content, ...routing, ...exchangeTables(kit), ...partnerTables(kit) }
}

/** The tables as queries see them, whatever the database. */
export type Tables = ReturnType<typeof defineTables>
