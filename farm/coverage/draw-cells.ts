import { Delaunay } from 'd3-delaunay'
import type { Gazetteer, Territory } from '../../pipeline/model/territory.ts'
import { frameOf, HEIGHT, type Point, projectionOn, WIDTH } from './map-frame.ts'
import { outlineOfCells } from './outline-of-cells.ts'
import type { MapShape, TerritoryMap } from './territory-map.ts'

/** Draws territories as the land nearest to the points of their communes; null where fewer than three in four have one. */
export function drawCells(
  gazetteer: Gazetteer,
  { within, places }: { readonly within: Territory; readonly places: readonly Territory[] },
): TerritoryMap | null {
  const own = gazetteer.inside(within.key, 'commune')
  const known = own.filter(({ key }) => degrees(gazetteer, key).length > 0)
  if (known.length < 3 || known.length * 4 < own.length * 3) return null
  const project = projectionOn(known.flatMap(({ key }) => degrees(gazetteer, key)))
  const spots = known.map(({ key }) => ({ key, at: project(degrees(gazetteer, key)[0] ?? [0, 0]) }))
  const around = neighbours(gazetteer, { within, own: new Set(own) }).map(project)
  const shapes = shapesOf(gazetteer, { places, spots, around })
  return { ...frameOf(shapes), shapes, drawn: 'cells' }
}

// A mean of neighbours would lie in the land of one of them.
function degrees(gazetteer: Gazetteer, key: string): Point[] {
  const point = gazetteer.point(key)
  return point && point.precision !== 'approximate' ? [[point.longitude, point.latitude]] : []
}

// What lies just outside bounds what lies inside.
function neighbours(
  gazetteer: Gazetteer,
  { within, own }: { readonly within: Territory; readonly own: ReadonlySet<Territory> },
): Point[] {
  const wider = gazetteer.ancestors(within.key).slice(1)
  const level = within.level === 'departement' ? 'region:' : 'departement:'
  const area = wider.find((key) => key.startsWith(level)) ?? wider.find((key) => key.startsWith('region:'))
  const all = area === undefined ? [] : gazetteer.inside(area, 'commune')
  return all.filter((one) => !own.has(one)).flatMap(({ key }) => degrees(gazetteer, key))
}

interface Spot {
  readonly key: string
  readonly at: Point
}

function shapesOf(
  gazetteer: Gazetteer,
  { places, spots, around }: { places: readonly Territory[]; spots: readonly Spot[]; around: readonly Point[] },
): MapShape[] {
  const taken = [...spots.map(({ at }) => at), ...around]
  const voronoi = Delaunay.from([...taken, ...emptyLand(taken)]).voronoi([-WIDTH, -HEIGHT, 2 * WIDTH, 2 * HEIGHT])
  const keys = new Set(places.map(({ key }) => key))
  const cells = spots.map(({ key, at }, i) => {
    const place = gazetteer.ancestors(key).find((one) => keys.has(one))
    return { place, at, cell: [...(voronoi.cellPolygon(i) ?? [])] }
  })
  const byPlace = Map.groupBy(cells, ({ place }) => place)
  return [...byPlace].flatMap(([key, own]) => {
    if (key === undefined) return []
    const mean = (axis: 0 | 1) => own.reduce((sum, { at }) => sum + at[axis], 0) / own.length
    return [{ key, path: outlineOfCells(own.map(({ cell }) => cell)), x: mean(0), y: mean(1) }]
  })
}

// Points where no commune is near, so that cells at the edge, at sea or abroad end where others would.
function emptyLand(taken: readonly Point[]): Point[] {
  const near = Delaunay.from([...taken])
  const inside = taken.filter(([x, y]) => x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT).length
  const step = Math.sqrt((WIDTH * HEIGHT * 0.6) / Math.max(1, inside))
  const empty: Point[] = []
  for (let x = -2 * step; x < WIDTH + 2 * step; x += step / 2) {
    for (let y = -2 * step; y < HEIGHT + 2 * step; y += step / 2) {
      const [nx = 0, ny = 0] = taken[near.find(x, y)] ?? []
      if (Math.hypot(nx - x, ny - y) > 1.4 * step) empty.push([x, y])
    }
  }
  return empty
}
