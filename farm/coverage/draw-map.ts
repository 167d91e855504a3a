import type { Gazetteer, Territory } from '../../pipeline/model/territory.ts'
import { drawCells } from './draw-cells.ts'
import { drawContours } from './draw-contours.ts'
import { drawDots } from './draw-dots.ts'
import type { TerritoryMap } from './territory-map.ts'

/**
 * Draws the territories inside another: régions and départements by their contours, smaller ones by the land nearest to
 * each commune's point, or as discs where few points are known. Null where too little is known to draw.
 */
export function drawMap(
  gazetteer: Gazetteer,
  asked: { readonly within: Territory; readonly places: readonly Territory[] },
): TerritoryMap | null {
  const known = drawings.get(gazetteer) ?? new Map<string, TerritoryMap | null>()
  drawings.set(gazetteer, known)
  if (known.size >= MOST) known.clear()
  return known.getOrInsertComputed(asked.within.key, () => {
    if (asked.places.length < 2) return null
    const wide = asked.places.every(({ level }) => level === 'region' || level === 'departement')
    const drawn = wide ? drawContours(gazetteer, asked.places) : drawCells(gazetteer, asked)
    return drawn ?? drawDots(gazetteer, asked.places)
  })
}

// Drawn once for a geography: figures change every day, places once a year.
const drawings = new WeakMap<Gazetteer, Map<string, TerritoryMap | null>>()
const MOST = 200
