import type { Gazetteer, Resolution, Territory } from '../../pipeline/model/territory.ts'
import type { TerritoryAlias } from '../storage/territory-store.ts'
import { ancestryOf } from './ancestry.ts'
import { indexNodes } from './node-index.ts'
import type { PlaceHint } from './place-hint.ts'
import type { PointBook } from './point-book.ts'
import { resolvePlace } from './resolve-place.ts'
import { placeSuggester } from './suggest-places.ts'

/** Holds a geography in memory, some 20 MB for France, and answers from it; aliases of unknown keys are ignored. */
export function buildGazetteer(
  territories: readonly Territory[],
  aliases: readonly TerritoryAlias[],
  points: PointBook = new Map(),
): Gazetteer {
  const index = indexNodes(territories, aliases)
  const { ancestors, isWithin } = ancestryOf(index.byKey)
  const resolve = remembering((text, hint) => resolvePlace({ index, isWithin }, text, hint))
  const suggest = placeSuggester({ index, aliases, isWithin })
  return {
    get: (key) => index.byKey.get(key),
    ancestors,
    inside: (key, level) =>
      index.nodes
        .filter((node) => node.level === level && node.key !== key && isWithin(node, key))
        .sort((a, b) => byName.compare(a.name, b.name)),
    point: (key) => points.get(key),
    resolve: (text, hint = {}) => resolve(text, hint),
    suggest: (text, hint = {}) => suggest(text, hint),
  }
}

const byName = new Intl.Collator('fr', { numeric: true })

type Resolve = (text: string, hint: PlaceHint) => Resolution

const REMEMBERED = 20_000

// A file names the same places line after line. Bounded, so that hostile texts cannot fill the memory.
function remembering(resolve: Resolve): Resolve {
  const known = new Map<string, Resolution>()
  return (text, hint) => {
    if (text.length > 100) return resolve(text, hint)
    if (known.size >= REMEMBERED) known.clear()
    const key = `${hint.levels?.join(' ') ?? ''}|${hint.postcode ?? ''}|${text}`
    return known.getOrInsertComputed(key, () => resolve(text, hint))
  }
}
