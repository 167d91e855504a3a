import { type Actor, personOf } from './model/actor.ts'
import type { Changes, FarmEvent } from './ports.ts'

/** Joins what several decisions want written, in order. */
export function together(all: readonly Partial<Changes>[]): Changes {
  return {
    inserted: all.flatMap((one) => one.inserted ?? NONE),
    updated: all.flatMap((one) => one.updated ?? NONE),
    revisions: all.flatMap((one) => one.revisions ?? NONE),
    terms: all.flatMap((one) => one.terms ?? NONE),
    searchable: all.flatMap((one) => one.searchable ?? NONE),
    unsearchable: all.flatMap((one) => one.unsearchable ?? NONE),
    deliveries: all.flatMap((one) => one.deliveries ?? NONE),
    decisions: all.flatMap((one) => one.decisions ?? NONE),
    duplicates: all.flatMap((one) => one.duplicates ?? NONE),
    verdicts: all.flatMap((one) => one.verdicts ?? NONE),
    events: all.flatMap((one) => one.events ?? NONE),
    recalls: all.flatMap((one) => one.recalls ?? NONE),
    touches: all.flatMap((one) => one.touches ?? NONE),
    untouched: all.flatMap((one) => one.untouched ?? NONE),
    said: all.flatMap((one) => one.said ?? NONE),
    batches: all.flatMap((one) => one.batches ?? NONE),
  }
}

const NONE: readonly never[] = []

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
