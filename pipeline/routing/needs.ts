import type { Condition } from '../model/condition.ts'
import type { TerritoryKey } from '../model/territory.ts'

/** What a request cannot do without: one of these kinds, one of these places, one of these themes; null where it may hold without. */
export interface Needs {
  readonly serviceTypes: readonly string[] | null
  /** The entry lies in one of them. */
  readonly territories: readonly TerritoryKey[] | null
  /** The entry lies in one of them, or covers one. */
  readonly around: readonly TerritoryKey[] | null
  /** The entry has one of them, or one under it. */
  readonly themes: readonly string[] | null
}

const NOTHING: Needs = { serviceTypes: null, territories: null, around: null, themes: null }

/** What a standing request cannot do without: an entry that lacks it need not be looked at. */
export function needsOf(condition: Condition): Needs {
  if ('service_type' in condition) return { ...NOTHING, serviceTypes: condition.service_type }
  if ('theme' in condition) return { ...NOTHING, themes: condition.theme }
  if ('territory' in condition) {
    const { territory, relation = 'within' } = condition
    return { ...NOTHING, territories: relation === 'within' ? territory : null, around: territory }
  }
  if ('any' in condition) return eitherOf(condition.any.map(needsOf))
  return 'all' in condition ? allOf(condition.all.map(needsOf)) : NOTHING
}

function allOf(parts: readonly Needs[]): Needs {
  return {
    serviceTypes: parts.find((part) => part.serviceTypes)?.serviceTypes ?? null,
    territories: parts.find((part) => part.territories)?.territories ?? null,
    around: parts.find((part) => part.around)?.around ?? null,
    themes: parts.find((part) => part.themes)?.themes ?? null,
  }
}

// One of several ways suffices: it cannot do without what each of them needs.
function eitherOf(ways: readonly Needs[]): Needs {
  const joined = (of: (needs: Needs) => readonly string[] | null) =>
    ways.every((one) => of(one) !== null) ? [...new Set(ways.flatMap((one) => of(one) ?? []))] : null
  return {
    serviceTypes: joined((one) => one.serviceTypes),
    territories: joined((one) => one.territories),
    around: joined((one) => one.around),
    themes: joined((one) => one.themes),
  }
}
