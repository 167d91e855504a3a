import { geoConicConformal } from 'd3-geo'
import type { MapShape, TerritoryMap } from './territory-map.ts'

/** A place of a drawing, in its units; or of the earth, in degrees, longitude first. */
export type Point = [x: number, y: number]

/** Room that points are fitted in, in units of the drawing. */
export const WIDTH = 600
/** Its height. */
export const HEIGHT = 440

const MARGIN = 24

/** Turns degrees into places of the drawing: conformal, and centred on what is drawn, wherever that lies. */
export function projectionOn(points: readonly Point[]): (point: Point) => Point {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length
  const [longitude, latitude] = [mean(0), mean(1)]
  const extent: [Point, Point] = [
    [MARGIN, MARGIN],
    [WIDTH - MARGIN, HEIGHT - MARGIN],
  ]
  const projection = geoConicConformal()
    .parallels([latitude - 2, latitude + 2])
    .rotate([-longitude, 0])
    .fitExtent(extent, { type: 'MultiPoint', coordinates: [...points] })
  return (point) => projection(point) ?? [0, 0]
}

/** What of the drawing these shapes take up: their paths hold absolute places only. */
export function frameOf(shapes: readonly MapShape[]): Pick<TerritoryMap, 'left' | 'top' | 'width' | 'height'> {
  const all = shapes.flatMap(({ path }) => [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)])
  const [xs, ys] = [all.map(([, x]) => Number(x)), all.map(([, , y]) => Number(y))]
  const [left, top] = [Math.min(...xs) - 2, Math.min(...ys) - 2]
  return { left, top, width: Math.max(...xs) + 2 - left, height: Math.max(...ys) + 2 - top }
}
