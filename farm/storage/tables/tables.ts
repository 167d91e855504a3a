import type { ColumnKit } from './column-kit.ts'
import { contentTables } from './content.ts'
import { exchangeTables } from './exchange.ts'
import { networkTables } from './network.ts'
import { partnerTables } from './partners.ts'
import { routingTables } from './routing.ts'

/** Every table of the farm, defined once and built by either kit. Instants are milliseconds since the epoch. */
export function defineTables(kit: ColumnKit) {
  const [network, content, routing] = [networkTables(kit), contentTables(kit), routingTables(kit)]
  return { ...network, ...content, ...routing, ...exchangeTables(kit), ...partnerTables(kit) }
}

/** The tables as queries see them, whatever the database. */
export type Tables = ReturnType<typeof defineTables>
