import type { Routable, Trees } from './routable.ts'

/** What an entry's own themes and territories lie under, themselves included, place by place. */
export interface Climbed {
  readonly themes: readonly (readonly string[])[]
  readonly territories: readonly (readonly string[])[]
}

interface Known {
  readonly trees: Trees
  readonly climbed: Climbed
}

const known = new WeakMap<Routable, Known>()

/** Climbs the trees from what an entry is about: once, however many requests ask. */
export function climbed(entry: Routable, trees: Trees): Climbed {
  const kept = known.get(entry)
  if (kept?.trees === trees) return kept.climbed
  const { thesaurus, gazetteer } = trees
  const found = {
    themes: entry.themes.map((code) => thesaurus.ancestors('themes', code)),
    territories: entry.territories.map((key) => gazetteer.ancestors(key)),
  }
  known.set(entry, { trees, climbed: found })
  return found
}
