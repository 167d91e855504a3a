import type { Gazetteer, Resolution, Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import type { TerritoryAlias } from '../storage/knowledge/territory-store.ts'
import { ancestryOf } from './ancestry.ts'
import { indexNodes } from './node-index.ts'
import { nodesInside } from './nodes-inside.ts'
import type { PlaceHint } from './place-hint.ts'
import type { PointBook } from './point-book.ts'
import { resolvePlace } from './resolve-place.ts'
import { climbThroughTime, followChanges, type Successors } from './successors.ts'
import { placeSuggester } from './suggest-places.ts'

/** What else is known of places: where they lie, and what keys of former vintages became, oldest first. */
export interface Places {
  readonly points?: PointBook
  readonly changes?: Parameters<typeof followChanges>[0]
}

/** Holds a geography in memory, some 20 MB for France, and answers from it; aliases of unknown keys are ignored. */
export function buildGazetteer(
  territories: readonly Territory[],
  aliases: readonly TerritoryAlias[],
  { points = new Map(), changes = [] }: Places = {},
): Gazetteer {
  const held = new Set(territories.map(({ key }) => key))
  const isToday = (key: TerritoryKey) => held.has(key)
  const successors = followChanges(changes, isToday)
  const index = indexNodes(territories, [...aliases, ...formerCodes(changes, { aliases, successors })])
  const todays = (key: TerritoryKey) => (held.has(key) ? [key] : successors.of(key))
  const { ancestors, isWithin, isUnder } = ancestryOf(index.byKey)
  const resolve = remembering((text, hint) => resolvePlace({ index, isWithin }, text, hint))
  const suggest = placeSuggester({ index, aliases, isWithin })
  return {
    get: (key) => index.byKey.get(key) ?? index.byKey.get(successors.of(key)[0] ?? ''),
    ancestors: changes.length === 0 ? ancestors : climbThroughTime({ ancestors, isToday, successors }),
    inside: nodesInside(index.nodes, isUnder),
    point: (key) => points.get(todays(key)[0] ?? key),
    resolve: (text, hint = {}) => resolve(text, hint),
    suggest: (text, hint = {}) => suggest(text, hint),
  }
}

// Codes that led nowhere in the package, but are known from what changed here: of communes, and of perimeters that gave way.
function formerCodes(
  changes: NonNullable<Places['changes']>,
  { aliases, successors }: { readonly aliases: readonly TerritoryAlias[]; readonly successors: Successors },
): TerritoryAlias[] {
  const known = new Set(aliases.map(({ code }) => code))
  const gone = [...new Set(changes.map(({ was }) => was))].filter((key) => /^(?:commune|perimeter):/.test(key))
  return gone.flatMap((was) => {
    const code = was.slice(was.indexOf(':') + 1).toUpperCase()
    return known.has(code) ? [] : successors.of(was).map((key) => ({ code, name: '', key }))
  })
}

type Resolve = (text: string, hint: PlaceHint) => Resolution

const REMEMBERED = 20_000

// A file names the same places line after line. Bounded, so that hostile texts cannot fill the memory.
function remembering(resolve: Resolve): Resolve {
  // A key of all three would be a new text to write and to hash each time.
  const known = new Map<string, Map<string, Map<string, Resolution>>>()
  let held = 0
  return (text, hint) => {
    const { levels = [], postcode = '' } = hint
    if (text.length + postcode.length > 100) return resolve(text, hint)
    const ofLevels = known.getOrInsertComputed(levels.join(' '), emptyMap)
    const ofPostcode = ofLevels.getOrInsertComputed(postcode, emptyMap)
    const before = ofPostcode.get(text)
    if (before !== undefined) return before
    const found = resolve(text, hint)
    if (held >= REMEMBERED) known.clear()
    held = held >= REMEMBERED ? 0 : held + 1
    ofPostcode.set(text, found)
    return found
  }
}

function emptyMap<K, V>(): Map<K, V> {
  return new Map()
}
