import type { IntakeItem } from '../../pipeline/intake/reader.ts'
import { type Entry, WAITING } from '../../pipeline/model/entry.ts'
import type { Arrival } from '../../pipeline/model/submission.ts'
import type { Changes } from '../../pipeline/ports.ts'
import { retire } from '../../pipeline/withdraw.ts'
import type { Working } from './batch-work.ts'
import type { Sample } from './samples.ts'

/** What taking entries back for their source comes to. */
export interface Away {
  readonly changes: readonly Partial<Changes>[]
  readonly samples: readonly Sample[]
  /** Answers to items that say they are gone and that nobody had brought, or that are gone already. */
  readonly arrivals: readonly Arrival[]
}

/** Takes back, out of the sites or out of the queue, what the items of a source say is gone, found by the identity it gives them. */
export async function takenBackBySource(work: Working, items: readonly IntakeItem[]): Promise<Away> {
  if (items.length === 0) return { changes: [], samples: [], arrivals: [] }
  const { serviceType, organisation, source = null } = work.running
  const named = items.flatMap(({ externalId }) => externalId ?? [])
  const known = await work.room.ports.entries.identify({ externalIds: named, urls: [], fingerprints: [] })
  const own = known.filter(
    (entry) => entry.source === source && entry.serviceType === serviceType && entry.organisation === organisation,
  )
  const byName = new Map(own.map((entry) => [entry.externalId ?? '', entry]))
  const live = [...new Set(items.flatMap(({ externalId = '' }) => byName.get(externalId) ?? []))].filter(mayVanish)
  const lines = new Map(items.map(({ externalId = '', line }) => [byName.get(externalId)?.id ?? 0, line]))
  const away = await takeAll(work, live, lines)
  const left = items.filter(({ externalId = '' }) => !live.some((entry) => entry.externalId === externalId))
  const arrivals = left.map(({ line }): Arrival => ({ outcome: 'same', line, problems: [] }))
  return { ...away, arrivals }
}

/** What taking these entries back writes, as the one who runs the batch. */
export async function takeAll(
  { room, running, ids }: Working,
  entries: readonly Entry[],
  lines: ReadonlyMap<number, number> = new Map(),
): Promise<Pick<Away, 'changes' | 'samples'>> {
  const samples = entries.map(({ id: entry, title }): Sample => {
    return { outcome: 'gone', line: lines.get(entry) ?? 0, entry, title: title.slice(0, 300), fields: [] }
  })
  if (running.rehearse || entries.length === 0) return { changes: [], samples }
  const numbers = await ids.ports.newIds(entries.length * 2)
  const deliveries = await room.ports.entries.deliveries(entries.map(({ id }) => id))
  const current = Map.groupBy(deliveries, ({ entry }) => entry)
  const now = room.ports.now()
  const batch = { id: running.batch?.id ?? null, how: 'gone' } as const
  const taking = { actor: running.actor, reason: '', batch }
  const changes = entries.map((entry, i) => {
    const on = { now, ids: numbers.slice(i * 2, i * 2 + 2), current: current.get(entry.id) ?? [] }
    return retire(entry, { ...taking, state: entry.liveRevision === null ? 'trashed' : 'withdrawn' }, on).changes
  })
  return { changes, samples }
}

/** What goes with its source: what shows, and what waits for somebody's word. */
export function mayVanish({ liveRevision, state }: Entry): boolean {
  return liveRevision !== null || WAITING.some((waiting) => waiting === state)
}
