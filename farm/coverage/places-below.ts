import type { TerritoryLevel } from '../../pipeline/model/field.ts'
import { type Gazetteer, isPerimeter, type Territory, type TerritoryKey } from '../../pipeline/model/territory.ts'

const LEVELS: readonly TerritoryLevel[] = ['region', 'departement', 'epci', 'commune']

/** The territories a map of that one is divided into: of the widest level that divides it at all, by name. */
export function placesBelow(gazetteer: Gazetteer, key: TerritoryKey): readonly Territory[] {
  const own = gazetteer.get(key)
  const levels = LEVELS.slice(LEVELS.indexOf(own?.level ?? 'country') + 1)
  let only: readonly Territory[] = []
  for (const level of own?.level === 'commune' ? [] : levels) {
    const places = level === 'epci' ? epciOf(gazetteer, key) : gazetteer.inside(key, level)
    if (places.length > 1) return places
    if (places.length === 1) only = places
  }
  return only
}

// One that lies in two départements is a part of neither, but communes of both are in it.
function epciOf(gazetteer: Gazetteer, key: TerritoryKey): readonly Territory[] {
  const within = gazetteer.inside(key, 'epci')
  const parents = gazetteer.inside(key, 'commune').flatMap((commune) => commune.parents)
  const straddling = [...new Set(parents)].flatMap((parent) => gazetteer.get(parent) ?? [])
  const all = new Set([...within, ...straddling.filter(({ level }) => level === 'epci')])
  return [...all].sort((a, b) => a.name.localeCompare(b.name, 'fr'))
}

const STEPS: readonly string[] = ['country', ...LEVELS]

/** What lies between a subject's own territory and that one, widest first, both included. */
export function pathTo(
  gazetteer: Gazetteer,
  { home, to }: { readonly home: TerritoryKey; readonly to: TerritoryKey },
): readonly Territory[] {
  const between = gazetteer.ancestors(to).filter((key) => gazetteer.ancestors(key).includes(home))
  const steps = between.filter((key) => STEPS.includes(gazetteer.get(key)?.level ?? ''))
  const path = new Set([home, ...steps.filter((key) => !isPerimeter(key)).reverse(), to])
  return [...path].flatMap((key) => gazetteer.get(key) ?? [])
}
