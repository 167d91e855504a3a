import papaparse from 'papaparse'
import { FORMULA_START } from '../../../pipeline/model/formula-guard.ts'
import type { LedgerPlace } from '../../../pipeline/model/ledger.ts'
import { ledger } from '../../sites/ledger.ts'
import type { Visit } from '../visit.ts'

/** The ledger of an entry as a file, to whoever may read the entry. */
export async function ledgerFile(visit: Visit, entry: string | undefined, format: 'csv' | 'json'): Promise<Response> {
  const found = await ledger(visit.farm, { entry: Number(entry) || 0, actor: visit.actor })
  if (!found.ok) return new Response(null, { status: 404 })
  const { places, hidden } = found.value
  const rows = places.map((place) => ledgerRow(visit, place))
  const { id, title, state } = found.value.entry
  const head = { entry: id, title, state, asOf: isoOf(visit.farm.now()) }
  const body = format === 'json' ? `${JSON.stringify({ ...head, places: rows, hidden })}\n` : csvOf(rows)
  return new Response(body, {
    headers: {
      'content-type': format === 'json' ? 'application/json' : 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="ledger-${id}.${format}"`,
    },
  })
}

/** A place as files write it: names instead of numbers, instants as ISO 8601. */
export function ledgerRow({ memory }: Pick<Visit, 'memory'>, place: LedgerPlace) {
  const { kind, site, subscription, reader, format, holding, revision, reads } = place
  return {
    ...{ kind, site, section: memory.subscriptions.get(subscription ?? 0)?.subscription.slug ?? null },
    ...{ format: format || null, reader: reader || null, holding, revision },
    since: isoOf(place.since),
    fetchedAt: isoOf(place.fetchedAt),
    acknowledgedAt: isoOf(place.acknowledgedAt),
    reads,
  }
}

/** An instant as ISO 8601, or null. */
export function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

const COLUMNS = [
  ...['kind', 'site', 'section', 'format', 'reader', 'holding', 'revision', 'since'],
  ...['fetchedAt', 'acknowledgedAt', 'reads'],
]

function csvOf(rows: readonly object[]): string {
  const config = { newline: '\r\n', escapeFormulae: FORMULA_START }
  return `${papaparse.unparse({ fields: COLUMNS, data: [...rows] }, config)}\r\n`
}
