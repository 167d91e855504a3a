import type { Gazetteer, Territory } from '../../pipeline/model/territory.ts'
import { HEIGHT, type Point, projectionOn, WIDTH } from './map-frame.ts'
import type { TerritoryMap } from './territory-map.ts'

/** Draws one disc per territory about where it lies, pushed apart where they would meet; null where fewer than half can be placed. */
export function drawDots(gazetteer: Gazetteer, places: readonly Territory[]): TerritoryMap | null {
  const placed = places.flatMap((place) => {
    const at = middleOf(gazetteer, place)
    return at ? [{ key: place.key, at }] : []
  })
  if (placed.length < 2 || placed.length * 2 < places.length) return null
  const radius = Math.min(30, Math.max(9, 180 / Math.sqrt(placed.length * 2)))
  const project = projectionOn(placed.map(({ at }) => at))
  const spots = placed.map(({ key, at }) => ({ key, at: project(at) }))
  pushApart(
    spots.map(({ at }) => at),
    2 * radius + 3,
  )
  const [xs, ys] = [spots.map(({ at }) => at[0]), spots.map(({ at }) => at[1])]
  const [left, top] = [Math.min(0, ...xs) - radius, Math.min(0, ...ys) - radius]
  return {
    ...{ left, top },
    ...{ width: Math.max(WIDTH, ...xs) + radius - left, height: Math.max(HEIGHT, ...ys) + radius - top },
    shapes: spots.map(({ key, at: [x, y] }) => ({ key, path: disc({ x, y, radius }), x, y })),
    drawn: 'dots',
  }
}

// A commune lies where it is known to lie; anything wider, amid the communes it holds.
function middleOf(gazetteer: Gazetteer, place: Territory): Point | undefined {
  const communes = place.level === 'commune' ? [place] : gazetteer.inside(place.key, 'commune')
  const points = communes.flatMap(({ key }) => gazetteer.point(key) ?? [])
  const sure = points.filter(({ precision }) => precision !== 'approximate')
  const used = sure.length > 0 || place.level === 'commune' ? sure : points
  if (used.length === 0) return undefined
  const mean = (axis: 'longitude' | 'latitude') => used.reduce((sum, point) => sum + point[axis], 0) / used.length
  return [mean('longitude'), mean('latitude')]
}

function pushApart(spots: readonly Point[], gap: number): void {
  for (let round = 0; round < 80; round++) {
    for (const [i, a] of spots.entries()) {
      for (const b of spots.slice(i + 1)) {
        const [dx, dy] = [b[0] - a[0] || 0.01 * (i + 1), b[1] - a[1] || 0.01]
        const distance = Math.hypot(dx, dy)
        if (distance >= gap) continue
        const [mx, my] = [(dx / distance) * ((gap - distance) / 2), (dy / distance) * ((gap - distance) / 2)]
        a[0] -= mx
        a[1] -= my
        b[0] += mx
        b[1] += my
      }
    }
  }
}

function disc({ x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number }): string {
  const r = radius.toFixed(1)
  return `M${(x - radius).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${(2 * radius).toFixed(1)} 0a${r} ${r} 0 1 0 ${(-2 * radius).toFixed(1)} 0Z`
}
