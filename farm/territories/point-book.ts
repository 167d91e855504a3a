import type { TerritoryKey, TerritoryPoint } from '../../pipeline/model/territory.ts'
import type { PlacedPoint } from '../storage/point-store.ts'

/** Where territories lie. */
export interface PointBook {
  get(key: TerritoryKey): TerritoryPoint | undefined
}

const COMMUNE = 'commune:'
const PRECISIONS = ['exact', 'named', 'approximate'] as const
const SCALE = 1e6

/** Keeps the points of 35,000 communes in half a megabyte, to a ten-thousandth of a degree and better. */
export async function pointBook(pieces: AsyncIterable<readonly PlacedPoint[]>): Promise<PointBook> {
  const rows: { code: number; latitude: number; longitude: number; precision: number }[] = []
  for await (const piece of pieces) {
    for (const { key, latitude, longitude, precision } of piece) {
      const code = codeOf(key)
      if (code !== undefined) rows.push({ code, latitude, longitude, precision: PRECISIONS.indexOf(precision) })
    }
  }
  rows.sort((a, b) => a.code - b.code)
  const codes = Uint32Array.from(rows, (row) => row.code)
  const places = Int32Array.from(
    rows.flatMap((row) => [Math.round(row.latitude * SCALE), Math.round(row.longitude * SCALE), row.precision]),
  )
  return {
    get(key) {
      const code = codeOf(key)
      const i = code === undefined ? -1 : indexIn(codes, code)
      const [latitude, longitude, precision] = i < 0 ? [] : places.subarray(i * 3, i * 3 + 3)
      if (latitude === undefined || longitude === undefined) return undefined
      return {
        latitude: latitude / SCALE,
        longitude: longitude / SCALE,
        precision: PRECISIONS[precision ?? 2] ?? 'approximate',
      }
    },
  }
}

// Codes of communes are five signs of 0-9 and A-B: numbers in base 36.
function codeOf(key: TerritoryKey): number | undefined {
  if (!key.startsWith(COMMUNE)) return undefined
  const code = Number.parseInt(key.slice(COMMUNE.length), 36)
  return Number.isNaN(code) || code > 0xffffffff ? undefined : code
}

function indexIn(codes: Uint32Array, code: number): number {
  let [low, high] = [0, codes.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = codes[middle] ?? 0
    if (found === code) return middle
    if (found < code) low = middle + 1
    else high = middle - 1
  }
  return -1
}
