import type { Territory, TerritoryKey, TerritoryPoint } from '../../pipeline/model/territory.ts'
import type { PlacedPoint } from '../storage/knowledge/point-store.ts'
import { looseForms, placeForm } from './place-names.ts'
import type { City } from './read-cities.ts'

/**
 * Where communes lie: by the place of their name in their département (`named`), else the mean of the known communes of their EPCI, else
 * of their département (`approximate`). Exact points, known from elsewhere, count among the known and are not given again.
 */
export function placePoints(
  territories: readonly Territory[],
  { cities, exact }: { readonly cities: readonly City[]; readonly exact: ReadonlyMap<TerritoryKey, TerritoryPoint> },
): PlacedPoint[] {
  const communes = territories.filter((one) => one.level === 'commune')
  const found = namedPoints(communes, cities)
  const means = meansOf(communes, (key) => exact.get(key) ?? found.get(key))
  return communes.flatMap((commune): PlacedPoint[] => {
    const { key } = commune
    if (exact.has(key)) return []
    const named = found.get(key)
    if (named) return [{ key, ...named, precision: 'named' }]
    const near = parent(commune, 'epci:')
    const mean = (near && means.get(near)) ?? means.get(parent(commune, 'departement:') ?? '')
    return mean ? [{ key, ...mean, precision: 'approximate' }] : []
  })
}

type Place = Pick<TerritoryPoint, 'latitude' | 'longitude'>

function namedPoints(communes: readonly Territory[], cities: readonly City[]): Map<TerritoryKey, Place> {
  const byName = new Map<string, City>()
  for (const city of cities) byName.getOrInsert(`${city.departement} ${placeForm(city.name)}`, city)
  const found = new Map<TerritoryKey, Place>()
  for (const commune of communes) {
    const departement = parent(commune, 'departement:')?.slice('departement:'.length)
    const forms = [placeForm(commune.name), ...looseForms(commune.name)]
    const city = forms.map((form) => byName.get(`${departement} ${form}`)).find((one) => one !== undefined)
    if (city) found.set(commune.key, { latitude: city.latitude, longitude: city.longitude })
  }
  return found
}

function meansOf(
  communes: readonly Territory[],
  pointOf: (key: TerritoryKey) => Place | undefined,
): ReadonlyMap<TerritoryKey, Place> {
  const sums = new Map<TerritoryKey, { latitude: number; longitude: number; count: number }>()
  for (const commune of communes) {
    const point = pointOf(commune.key)
    if (!point) continue
    for (const around of [parent(commune, 'epci:'), parent(commune, 'departement:')]) {
      if (around === undefined) continue
      const sum = sums.getOrInsertComputed(around, () => ({ latitude: 0, longitude: 0, count: 0 }))
      sum.latitude += point.latitude
      sum.longitude += point.longitude
      sum.count += 1
    }
  }
  const mean = (sum: number, count: number) => Math.round((sum / count) * 1e5) / 1e5
  return new Map(
    [...sums].map(([key, { latitude, longitude, count }]) => [
      key,
      { latitude: mean(latitude, count), longitude: mean(longitude, count) },
    ]),
  )
}

function parent({ parents }: Territory, level: string): TerritoryKey | undefined {
  return parents.find((key) => key.startsWith(level))
}
