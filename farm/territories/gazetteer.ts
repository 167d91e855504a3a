import type { Gazetteer, Territory } from '../../pipeline/model/territory.ts'
import type { TerritoryAlias } from '../storage/territory-store.ts'
import { ancestryOf } from './ancestry.ts'
import { indexNodes } from './node-index.ts'
import { resolvePlace } from './resolve-place.ts'
import { placeSuggester } from './suggest-places.ts'

/** Holds a geography in memory, some 20 MB for France, and answers from it; aliases of unknown keys are ignored. */
export function buildGazetteer(territories: readonly Territory[], aliases: readonly TerritoryAlias[]): Gazetteer {
  const index = indexNodes(territories, aliases)
  const { ancestors, isWithin } = ancestryOf(index.byKey)
  const suggest = placeSuggester({ index, aliases, isWithin })
  return {
    get: (key) => index.byKey.get(key),
    ancestors,
    resolve: (text, hint = {}) => resolvePlace({ index, isWithin }, text, hint),
    suggest: (text, hint = {}) => suggest(text, hint),
  }
}
