import type { TerritoryLevel } from '../../pipeline/model/field.ts'
import type { Resolution, Territory } from '../../pipeline/model/territory.ts'
import type { NodeIndex } from './node-index.ts'
import { LEVEL_PREFERENCE, type PlaceHint, resolutionOf, withPostcode } from './place-hint.ts'
import { placeForm, withoutEpciKind } from './place-names.ts'

/** Reads a name alone: of several levels that share it the one it most likely means; of several places left, ambiguous. */
export function resolveName(index: NodeIndex, text: string, hint: PlaceHint): Resolution {
  return chooseNamed(namedCandidates(index, text, hint.levels), text, hint)
}

/** The place meant by a name among those that bear it. */
export function chooseNamed(candidates: readonly Territory[], text: string, hint: PlaceHint): Resolution {
  if (candidates.length === 0) return { kind: 'unknown' }
  const sameLevel = ofLevelMeant(candidates, text)
  const near = withPostcode(sameLevel, hint.postcode)
  return near.length === 0 ? { kind: 'ambiguous', candidates: sameLevel } : resolutionOf(near, 'name')
}

/**
 * Candidates of one level: the one whose name is spelt exactly so (Loire is the département, Loiré the commune), then
 * the département or région a hundred times more peopled than the commune (La Réunion), then the preferred level.
 */
export function ofLevelMeant(candidates: readonly Territory[], text: string): readonly Territory[] {
  const spelling = spelt(text)
  const exact = candidates.filter((node) => spelt(node.name) === spelling)
  const levels = levelsByPreference(exact.length > 0 ? exact : candidates)
  const people = (level: TerritoryLevel | undefined) => candidates.find((node) => node.level === level)?.population ?? 0
  const overshadowing = levels.find((level) => AREAS.includes(level) && people(level) > 100 * people(levels[0]))
  const level = overshadowing ?? levels[0]
  return candidates.filter((node) => node.level === level)
}

const AREAS: readonly TerritoryLevel[] = ['departement', 'region']

function levelsByPreference(nodes: readonly Territory[]): TerritoryLevel[] {
  return LEVEL_PREFERENCE.filter((level) => nodes.some((node) => node.level === level))
}

/** Everything of these levels that bears the name; when nothing does, what bore it or is loosely called so. */
export function namedCandidates(
  { byName, byOtherName }: NodeIndex,
  text: string,
  levels?: readonly TerritoryLevel[] | undefined,
): readonly Territory[] {
  const form = placeForm(text)
  const allowed = (nodes: readonly Territory[] = []) =>
    levels === undefined ? nodes : nodes.filter((node) => levels.includes(node.level))
  for (const index of [byName, byOtherName]) {
    const found = allowed(index.get(form))
    if (found.length > 0) return found
  }
  // "Communauté de communes du Sud Nivernais" is in no list; "Sud Nivernais" is.
  const bare = withoutEpciKind(form)
  return bare === form ? [] : allowed(byOtherName.get(bare)).filter((node) => node.level === 'epci')
}

function spelt(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s’'-]+/g, ' ')
    .trim()
}
