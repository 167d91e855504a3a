import { type Actor, personOf } from './model/actor.ts'
import type { Changes, FarmEvent } from './ports.ts'

/** Joins what several decisions want written, in order. */
export function together(all: readonly Partial<Changes>[]): Changes {
  return {
    inserted: all.flatMap((one) => one.inserted ?? []),
    updated: all.flatMap((one) => one.updated ?? []),
    revisions: all.flatMap((one) => one.revisions ?? []),
    terms: all.flatMap((one) => one.terms ?? []),
    searchable: all.flatMap((one) => one.searchable ?? []),
    unsearchable: all.flatMap((one) => one.unsearchable ?? []),
    deliveries: all.flatMap((one) => one.deliveries ?? []),
    decisions: all.flatMap((one) => one.decisions ?? []),
    duplicates: all.flatMap((one) => one.duplicates ?? []),
    verdicts: all.flatMap((one) => one.verdicts ?? []),
    events: all.flatMap((one) => one.events ?? []),
    recalls: all.flatMap((one) => one.recalls ?? []),
    touches: all.flatMap((one) => one.touches ?? []),
    untouched: all.flatMap((one) => one.untouched ?? []),
    said: all.flatMap((one) => one.said ?? []),
    batches: all.flatMap((one) => one.batches ?? []),
  }
}

/** One event about an entry, by whoever acts. */
export function eventOf(
  kind: FarmEvent['kind'],
  about: {
    readonly id: number
    readonly at: number
    readonly actor: Actor
    readonly entry: number
    readonly batch?: number | null
    readonly site?: string
    readonly data?: Record<string, unknown>
  },
): FarmEvent {
  const { id, at, actor, entry, batch = null, site = null, data = {} } = about
  const by = actor.kind === 'partner' ? { partner: actor.partner } : {}
  return { id, at, kind, entry, site, person: personOf(actor), batch, data: { ...data, ...by } }
}
