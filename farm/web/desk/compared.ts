import type { Visit } from '../visit.ts'
import { changesBetween, type FieldChange } from './changes.ts'
import type { Dossier } from './dossier.ts'

/** Two revisions of an entry side by side, by their numbers. */
export interface Compared {
  readonly from: number
  readonly to: number
  readonly changes: readonly FieldChange[]
}

/** Compares the revisions the address names, else the last with the one before; null while there is only one. */
export async function compareRevisions(
  visit: Visit,
  { revisions, serviceType }: Dossier,
  search: URLSearchParams,
): Promise<Compared | null> {
  if (revisions.length < 2) return null
  const asked = (name: string) => revisions.find((one) => one.number === Number(search.get(name)))
  const to = asked('to') ?? revisions[0]
  const from = asked('from') ?? revisions[1]
  const read = visit.farm.ports.entries.revision
  const [before, after] = await Promise.all([from && read(from.id), to && read(to.id)])
  if (!before || !after) return null
  const changes = changesBetween(visit, { serviceType, before: before.values, after: after.values })
  return { from: before.number, to: after.number, changes }
}
