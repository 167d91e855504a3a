import type { TerritoryPoint } from '../../pipeline/model/territory.ts'
import { readPoints, replaceInexactPoints } from '../storage/knowledge/point-store.ts'
import { heldVintage, readTerritories } from '../storage/knowledge/territory-store.ts'
import { readMeta, writeMeta } from '../storage/network/network-store.ts'
import type { Storage } from '../storage/storage.ts'
import { placePoints } from './place-points.ts'
import { packPoints } from './point-book.ts'
import { readCities } from './read-cities.ts'
import { PACKED_POINTS } from './read-point-book.ts'

const FILLED = 'territories-points'

/** Fills where communes lie, unless that was done for the geography the farm holds; exact points stay. True when it was done. */
export async function loadPoints(storage: Storage): Promise<boolean> {
  const vintage = String(await heldVintage(storage))
  if ((await readMeta(storage, FILLED)) === vintage) return false
  const exact = new Map<string, TerritoryPoint>()
  for await (const piece of readPoints(storage)) {
    for (const { key, ...point } of piece) if (point.precision === 'exact') exact.set(key, point)
  }
  const points = placePoints(await readTerritories(storage), { cities: readCities(), exact })
  await storage.write(async (writer) => {
    await replaceInexactPoints(writer, storage.tables, points)
    const known = [...points, ...[...exact].map(([key, point]) => ({ key, ...point }))]
    await writeMeta(storage, writer, { key: PACKED_POINTS, value: packPoints(known) })
    await writeMeta(storage, writer, { key: FILLED, value: vintage })
  })
  return true
}
