import type { Routable, Trees } from './routable.ts'

/** What an entry's own themes and territories lie under, themselves included, place by place. */
export interface Climbed {
  readonly themes: readonly (readonly string[])[]
  readonly territories: readonly (readonly string[])[]
}

// An entry is asked about by many requests in a row: the last one is enough to remember.
let latest: { readonly entry: Routable; readonly trees: Trees; readonly found: Climbed } | undefined

/** Climbs the trees from what an entry is about: once, however many requests ask. */
export function climbed(entry: Routable, trees: Trees): Climbed {
  if (latest?.entry === entry && latest.trees === trees) return latest.found
  const { thesaurus, gazetteer } = trees
  const found = {
    themes: entry.themes.map((code) => thesaurus.ancestors('themes', code)),
    territories: entry.territories.map((key) => gazetteer.ancestors(key)),
  }
  latest = { entry, trees, found }
  return found
}
