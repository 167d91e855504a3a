import { importBatch } from '../../../farm/batches/import-batch.ts'
import type { ImportRequest } from '../../../farm/batches/import-request.ts'
import { readBatch } from '../../../farm/storage/gateways/batch-store.ts'
import { decide } from '../../../pipeline/decide.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import type { RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import { submit } from '../../../pipeline/submit.ts'
import type { SmallFarm } from '../sources/small-farm.ts'

/** Heading of the CSV of events these tests import. */
export const HEADING = 'id;title;start;address;status;themes'

/** Its bytes, a line per event. */
export function csv(...lines: readonly string[]): Buffer {
  return Buffer.from([HEADING, ...lines].join('\n'))
}

/** An event as a line. */
export function row(
  id: string,
  title = `Forum ${id}`,
  more = '12/03/2027 09:00;58000 Nevers;confirmed;emploi',
): string {
  return `${id};${title};${more}`
}

/** What is imported, for whom. */
export const TERMS = { name: 'events.csv', serviceType: 'event', organisation: 'nievre', actor: FARM }

/** Imports a file of events; throws where it could not be read. */
export async function bringIn(farm: SmallFarm, bytes: Uint8Array, more: Partial<ImportRequest> = {}) {
  const result = await importBatch(farm, { ...TERMS, content: { bytes }, ...more })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

/** The entry of that identity, as it stands. */
export async function named(farm: SmallFarm, externalId: string): Promise<Entry> {
  const found = (await farm.entries()).find((one) => one.externalId === externalId)
  if (!found) throw new Error(`no entry ${externalId}`)
  return found
}

/** Values of the working revision. */
export async function working(farm: SmallFarm, { workingRevision }: Entry): Promise<Values> {
  return (await farm.ports.entries.revision(workingRevision))?.values ?? {}
}

/** Publishes what waits. */
export async function approve(farm: SmallFarm, { id }: Entry): Promise<void> {
  const said = await decide(farm.ports, { entry: id, word: 'approve', reason: '', actor: FARM })
  if (!said.ok) throw new Error(JSON.stringify(said.problems))
}

/** Somebody edits an entry at the desk, these fields changed. */
export async function edit(farm: SmallFarm, entry: Entry, raw: Readonly<Record<string, RawValue>>): Promise<void> {
  const before = {
    title: 'Forum',
    start: '12/03/2027 09:00',
    address: { postcode: '58000', town: 'Nevers' },
    status: 'confirmed',
    themes: 'emploi',
  }
  const submission = { serviceType: 'event', organisation: 'nievre', road: 'form', intent: 'propose' } as const
  const asked = { ...submission, entry: entry.id, raw: { ...before, title: entry.title, ...raw } }
  const [arrival] = await submit(farm.ports, [asked], { actor: FARM })
  if (arrival?.outcome !== 'changed') throw new Error(JSON.stringify(arrival))
}

/** A batch as it stands. */
export async function batchOf(farm: SmallFarm, id: number | null) {
  const batch = await readBatch(farm.storage, id ?? 0)
  if (!batch) throw new Error('no batch')
  return batch
}
