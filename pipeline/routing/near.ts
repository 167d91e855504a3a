import type { Condition, Coordinates } from '../model/condition.ts'
import type { Values } from '../model/entry.ts'
import type { Gazetteer, TerritoryPoint } from '../model/territory.ts'
import { isRecord } from '../model/written/parts.ts'
import type { Finding } from './finding.ts'
import type { Routable } from './routable.ts'

/** Whether one of an entry's places lies within so many kilometres of the asked one: its own points first, then its communes. */
export function nearFinding(
  entry: Routable,
  { near, km }: Extract<Condition, { near: unknown }>,
  gazetteer: Gazetteer,
): Finding {
  const centre = typeof near === 'string' ? gazetteer.point(near) : pointAt(near)
  const asked = typeof near === 'string' ? near : near.join(',')
  const places = placesOf(entry, gazetteer)
  const about = { condition: 'near', asked: [asked], km, has: places.map((place) => place.name) } as const
  const nearest = centre && closest(places, centre)
  if (!nearest || !centre) return { ...about, held: false }
  const held = nearest.distance <= km
  const approximate = [nearest.place.point, centre].some((one) => one.precision === 'approximate')
  return {
    ...about,
    held,
    distance: nearest.distance,
    ...(approximate ? { approximate } : {}),
    ...(held ? { by: { has: nearest.place.name, asked } } : {}),
  }
}

interface Place {
  /** Territory key, or `latitude,longitude`. */
  readonly name: string
  readonly point: TerritoryPoint
}

function placesOf({ values, territories }: Routable, gazetteer: Gazetteer): readonly Place[] {
  const own = pointsOf(values)
  if (own.length > 0) return own.map((point) => ({ name: `${point.latitude},${point.longitude}`, point }))
  return territories.flatMap((name) => {
    const point = name.startsWith('commune:') ? gazetteer.point(name) : undefined
    return point ? [{ name, point }] : []
  })
}

function pointsOf(values: Values): TerritoryPoint[] {
  return Object.values(values).flatMap((value) => {
    if (!isRecord(value) || typeof value.lat !== 'number' || typeof value.lon !== 'number') return []
    return [pointAt([value.lat, value.lon])]
  })
}

function pointAt([latitude, longitude]: Coordinates): TerritoryPoint {
  return { latitude, longitude, precision: 'exact' }
}

function closest(places: readonly Place[], centre: TerritoryPoint) {
  return places
    .map((place) => ({ place, distance: kilometres(place.point, centre) }))
    .reduce<{ place: Place; distance: number } | undefined>(
      (best, one) => (best && best.distance <= one.distance ? best : one),
      undefined,
    )
}

const EARTH_KM = 6371.0088
const RADIAN = Math.PI / 180

/** Kilometres between two points along the great circle (haversine), on a sphere of the mean radius of the Earth (IUGG). */
export function kilometres(from: TerritoryPoint, to: TerritoryPoint): number {
  const [a, b] = [from.latitude * RADIAN, to.latitude * RADIAN]
  const half = Math.sin((b - a) / 2) ** 2
  const across = Math.cos(a) * Math.cos(b) * Math.sin(((to.longitude - from.longitude) * RADIAN) / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half + across)))
}
