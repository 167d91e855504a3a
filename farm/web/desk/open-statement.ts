import type { RecallPlace } from '../../../pipeline/model/recall.ts'
import { type RecallStatement, recallStatement } from '../../sites/recall-statement.ts'
import type { Visit } from '../visit.ts'
import { isoOf } from './ledger-files.ts'
import { readerOf } from './place-rows.ts'

/** The statement of a recall this person may read, by the number in its address. */
export async function openStatement(visit: Visit, id: string | undefined): Promise<RecallStatement | undefined> {
  const recall = /^\d{1,15}$/.test(id ?? '') ? Number(id) : 0
  const found = await recallStatement(visit.farm, { recall, actor: visit.actor })
  return found.ok ? found.value : undefined
}

/** A statement as JSON: names instead of numbers, instants as ISO 8601. */
export function statementJson({ memory }: Pick<Visit, 'memory'>, statement: RecallStatement) {
  const { recall, entry, asOf, places, hidden } = statement
  const { id, title, reason } = recall
  return {
    ...{ recall: id, entry: entry.id, title, organisation: entry.organisation, reason },
    ...{ at: isoOf(recall.at), asOf: isoOf(asOf), closedAt: isoOf(recall.closedAt) },
    pending: places.filter((one) => one.confirmedAt === null).map(placeJson),
    confirmed: places.filter((one) => one.confirmedAt !== null).map(placeJson),
    hidden,
  }

  function placeJson(place: RecallPlace) {
    const { kind, site, subscription, revision } = place
    const { reader, format } = readerOf(place)
    return {
      ...{ kind, site, section: memory.subscriptions.get(subscription ?? 0)?.subscription.slug ?? null },
      ...{ format: format || null, reader: reader || null, revision, since: isoOf(place.since) },
      ...{ fetchedAt: isoOf(place.fetchedAt), confirmedAt: isoOf(place.confirmedAt) },
    }
  }
}
