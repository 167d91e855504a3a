import type { TerritoryLevel } from '../../pipeline/model/field.ts'
import type { Gazetteer, Territory, TerritoryKey } from '../../pipeline/model/territory.ts'

const LEVELS: readonly TerritoryLevel[] = ['region', 'departement', 'epci', 'commune']

/** The territories a map of that one is divided into: of the widest level that divides it at all, by name. */
export function placesBelow(gazetteer: Gazetteer, key: TerritoryKey): readonly Territory[] {
  const own = gazetteer.get(key)
  const levels = LEVELS.slice(LEVELS.indexOf(own?.level ?? 'country') + 1)
  let only: readonly Territory[] = []
  for (const level of own?.level === 'commune' ? [] : levels) {
    const places = gazetteer.inside(key, level)
    if (places.length > 1) return places
    if (places.length === 1) only = places
  }
  return only
}

const STEPS = ['country', ...LEVELS, 'perimeter']

/** What lies between a subject's own territory and that one, widest first, both included. */
export function pathTo(gazetteer: Gazetteer, { home, to }: { readonly home: TerritoryKey; readonly to: TerritoryKey }) {
  const inHome = gazetteer.ancestors(to).filter((key) => gazetteer.ancestors(key).includes(home))
  const path = inHome.flatMap((key) => gazetteer.get(key) ?? []).filter(({ level }) => STEPS.includes(level))
  return path.filter(({ key, level }) => level !== 'perimeter' || key === home || key === to).reverse()
}
