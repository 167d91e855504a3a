import type { TerritoryKey } from '../../pipeline/model/territory.ts'
import type { TerritoryChange } from './compare-vintages.ts'

/** What keys that are gone became, through as many vintages as it took. */
export interface Successors {
  /** Today's keys of one that is gone; empty for one that is not, or that nobody followed. */
  of(key: TerritoryKey): readonly TerritoryKey[]
  /** Gone keys that today are this one. */
  formerly(key: TerritoryKey): readonly TerritoryKey[]
}

/** Climbs from keys of any time: what was written of a place that is gone is read as what it became, and asking for it asks for that. */
export function climbThroughTime({ ancestors, isToday, successors }: Climbing): Climbing['ancestors'] {
  return (key) => {
    const above = (isToday(key) ? [key] : successors.of(key)).flatMap(ancestors)
    const reached = new Set(above.flatMap((one) => [one, ...successors.formerly(one)]))
    if (reached.size > 0) reached.add(key)
    return [...reached]
  }
}

interface Climbing {
  ancestors(key: TerritoryKey): readonly TerritoryKey[]
  isToday(key: TerritoryKey): boolean
  readonly successors: Successors
}

/** Follows changes, oldest first, from keys that are gone to those of today; `isToday` tells them apart. */
export function followChanges(
  changes: readonly Pick<TerritoryChange, 'kind' | 'was' | 'became'>[],
  isToday: (key: TerritoryKey) => boolean,
): Successors {
  const steps = new Map<TerritoryKey, readonly TerritoryKey[]>()
  for (const { kind, was, became } of changes) if (GOING.has(kind) && !isToday(was)) steps.set(was, became)
  const today = new Map([...steps.keys()].map((key) => [key, follow(key, steps, isToday)] as const))
  const former = new Map<TerritoryKey, TerritoryKey[]>()
  for (const [was, all] of today) for (const key of all) former.getOrInsert(key, []).push(was)
  return { of: (key) => today.get(key) ?? [], formerly: (key) => former.get(key) ?? [] }
}

const GOING = new Set(['merged', 'split', 'recoded', 'replaced'])

function follow(
  start: TerritoryKey,
  steps: ReadonlyMap<TerritoryKey, readonly TerritoryKey[]>,
  isToday: (key: TerritoryKey) => boolean,
): readonly TerritoryKey[] {
  const reached = new Set(steps.get(start))
  for (const key of reached) if (!isToday(key)) for (const next of steps.get(key) ?? []) reached.add(next)
  return [...reached].filter(isToday)
}
