import type { Entry } from '../../../pipeline/model/entry.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { Visit } from '../visit.ts'

/** Those of these entries the person may read, in the order asked. */
export async function readableEntries(
  { farm, memory, actor }: Visit,
  ids: readonly number[],
): Promise<readonly Entry[]> {
  const known = ids.filter((id) => Number.isSafeInteger(id) && id > 0).slice(0, 100)
  const byId = new Map((await farm.ports.entries.many(known)).map((entry) => [entry.id, entry]))
  const found = known.flatMap((id) => byId.get(id) ?? [])
  return found.filter((entry) => may(actor, { action: 'read-entry', entry }, memory).yes)
}
