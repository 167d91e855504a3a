import { type PlacedPoint, readPoints } from '../storage/knowledge/point-store.ts'
import { readMeta, writeMeta } from '../storage/network/network-store.ts'
import type { Storage } from '../storage/storage.ts'
import { type PointBook, packPoints, unpackPoints } from './point-book.ts'

/** Under what the packed points are kept, beside the table they are made of; an empty text says that they no longer are what it holds. */
export const PACKED_POINTS = 'territories-points-packed'

/** Where territories lie, from one packed text where there is one, else from the table. */
export async function readPointBook(storage: Pick<Storage, 'read' | 'tables'>): Promise<PointBook> {
  const packed = await readMeta(storage, PACKED_POINTS)
  return unpackPoints(packed || packPoints(await allPoints(storage)))
}

/** Packs the points of the table anew. */
export async function packAgain(storage: Storage): Promise<void> {
  const value = packPoints(await allPoints(storage))
  await storage.write((writer) => writeMeta(storage, writer, { key: PACKED_POINTS, value }))
}

async function allPoints(storage: Pick<Storage, 'read' | 'tables'>): Promise<PlacedPoint[]> {
  const points: PlacedPoint[] = []
  for await (const piece of readPoints(storage)) points.push(...piece)
  return points
}
