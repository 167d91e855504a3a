import { readdirSync, readFileSync } from 'node:fs'
import type { ReadContext } from '../../pipeline/model/field-types/field-type.ts'
import type { Territory } from '../../pipeline/model/territory.ts'
import type { Concept } from '../../pipeline/model/theme.ts'

/** Codes of a shipped vocabulary. */
export function codesOf(vocabulary: string): readonly string[] {
  return [...(VOCABULARIES.get(vocabulary) ?? [])]
}

/** Places a generated value may name, of every level a declaration asks for. */
export const PLACES: readonly Territory[] = [
  place('commune:58194', 'Nevers', ['58000']),
  place('commune:58079', 'Clamecy', ['58500']),
  place('commune:2A004', 'Ajaccio', ['20000', '20090']),
  place('epci:245804406', 'CA de Nevers'),
  place('arrondissement:583', 'Nevers (arrondissement)'),
  place('departement:58', 'Nièvre'),
  place('region:27', 'Bourgogne-Franche-Comté'),
  place('country:FR', 'France'),
]

/** The shipped vocabularies and a handful of places, known by their codes and keys alone. */
export const CONTEXT: ReadContext = {
  now: Date.UTC(2026, 10, 2),
  gazetteer: {
    get: (key) => PLACES.find((known) => known.key === key),
    ancestors: (key) => [key],
    inside: () => [],
    point: () => undefined,
    resolve: (text) => {
      const territory = PLACES.find(({ key, name }) => key === text || name === text)
      return territory === undefined ? { kind: 'unknown' } : { kind: 'found', territory, by: 'key' }
    },
    suggest: () => [],
  },
  thesaurus: {
    vocabularies: () => [...VOCABULARIES.keys()],
    vocabulary: (id) => ({ id, label: { fr: id }, rules: {}, editedAt: null }),
    codes: (_vocabulary, code) => [code],
    get: concept,
    ancestors: (_vocabulary, code) => [code],
    narrower: () => [],
    resolve: concept,
    suggest: () => [],
  },
}

const VOCABULARIES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  readdirSync('instances/themes').map((file) => {
    const vocabulary: Vocabulary = JSON.parse(readFileSync(`instances/themes/${file}`, 'utf8'))
    return [vocabulary.id, new Set(vocabulary.concepts.flatMap(codes))]
  }),
)

interface Vocabulary {
  readonly id: string
  readonly concepts: readonly Node[]
}

interface Node {
  readonly code: string
  readonly narrower?: readonly Node[]
}

function codes({ code, narrower = [] }: Node): readonly string[] {
  return [code, ...narrower.flatMap(codes)]
}

function concept(vocabulary: string, code: string): Concept | undefined {
  if (!VOCABULARIES.get(vocabulary)?.has(code)) return undefined
  return { code, vocabulary, label: { fr: code }, synonyms: [], notations: {} }
}

function place(key: string, name: string, postcodes: readonly string[] = []): Territory {
  const level = (['commune', 'epci', 'arrondissement', 'departement', 'region', 'country'] as const).find((word) =>
    key.startsWith(word),
  )
  const code = key.slice(key.indexOf(':') + 1)
  return { key, level: level ?? 'perimeter', code, name, parents: [], postcodes, population: 0, vintage: 2026 }
}
