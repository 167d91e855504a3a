import type { Point } from './map-frame.ts'

/** The outline around neighbouring cells as an SVG path: their closed polygons without the sides two of them share. */
export function outlineOfCells(cells: readonly (readonly Point[])[]): string {
  const sides = new Map<string, Side>()
  for (const cell of cells) for (const side of sidesOf(cell)) toggle(sides, side)
  const from = Map.groupBy(sides.values(), ({ start }) => name(start))
  const rings: string[] = []
  for (const side of sides.values()) {
    const ring: Point[] = []
    for (let next = take(from, side.start); next; next = take(from, next.end)) ring.push(next.start)
    if (ring.length > 2) rings.push(`M${ring.map(written).join('L')}Z`)
  }
  return rings.join('')
}

interface Side {
  readonly start: Point
  readonly end: Point
}

function sidesOf(cell: readonly Point[]): Side[] {
  return cell.slice(1).flatMap((end, i) => {
    const start = cell[i]
    return start && name(start) !== name(end) ? [{ start, end }] : []
  })
}

// Two neighbours walk the side between them in opposite directions.
function toggle(sides: Map<string, Side>, side: Side): void {
  const back = `${name(side.end)} ${name(side.start)}`
  if (!sides.delete(back)) sides.set(`${name(side.start)} ${name(side.end)}`, side)
}

function take(from: ReadonlyMap<string, Side[]>, start: Point): Side | undefined {
  return from.get(name(start))?.pop()
}

function name([x, y]: Point): string {
  return `${x.toFixed(3)},${y.toFixed(3)}`
}

function written([x, y]: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`
}
