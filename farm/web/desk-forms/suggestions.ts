import type { Entry } from '../../../pipeline/model/entry.ts'
import { TERRITORY_LEVELS, type TerritoryLevel } from '../../../pipeline/model/field.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Territory } from '../../../pipeline/model/territory.ts'
import { organisationsWhere } from '../../organisations/reach.ts'
import { deskEntries } from '../../storage/entries/desk-store.ts'
import type { Visit } from '../visit.ts'

/** One suggestion: what the field takes, how it is shown, and what tells it from its namesakes. */
export interface Suggestion {
  readonly value: string
  readonly label: string
  readonly hint?: string
  readonly key?: string
  readonly postcode?: string
}

const LIMIT = 10

/** Communes whose name, code or postcode begins so, for addresses: the value is the plain name, the key tells which. */
export function communeSuggestions({ memory }: Visit, query: string): readonly Suggestion[] {
  return memory.gazetteer.suggest(query, { levels: ['commune'], limit: LIMIT }).map((place) => ({
    value: place.name,
    label: place.name,
    hint: [around(memory, place), place.postcodes[0]].filter(Boolean).join(' · '),
    key: place.key,
    postcode: place.postcodes[0] ?? '',
  }))
}

/** Places of these levels, all of them when none is named; the value reads back to the very same place. */
export function placeSuggestions(
  { memory, words }: Visit,
  query: string,
  levels: readonly string[],
): readonly Suggestion[] {
  const asked = TERRITORY_LEVELS.filter((level) => levels.includes(level))
  const hint = asked.length > 0 ? { levels: asked } : {}
  return memory.gazetteer.suggest(query, { ...hint, limit: LIMIT }).map((place) => ({
    value: readableName(memory, place, asked),
    label: place.name,
    hint: [words(`form.level.${place.level}`), around(memory, place)].filter(Boolean).join(' · '),
  }))
}

/** Concepts of a vocabulary; the value is the label where it is unmistakable, else the code. */
export function termSuggestions({ memory, language }: Visit, query: string, vocabulary: string): readonly Suggestion[] {
  const { thesaurus } = memory
  return thesaurus.suggest(vocabulary, query, LIMIT).map((concept) => {
    const label = inLanguage(concept.label, language)
    const same = thesaurus.resolve(vocabulary, label)?.code === concept.code
    const broader = concept.broader === undefined ? undefined : thesaurus.get(vocabulary, concept.broader)
    const hint = [/^[A-Z]?\d/.test(concept.code) && concept.code, broader && inLanguage(broader.label, language)]
    return { value: same ? label : concept.code, label, hint: hint.filter(Boolean).join(' · ') }
  })
}

/** Entries of a kind, by a piece of their title, among those the person may read. */
export async function entrySuggestions(
  visit: Visit,
  query: string,
  serviceType: string,
): Promise<readonly Suggestion[]> {
  const { farm, actor, memory } = visit
  const organisations = organisationsWhere(actor, 'read-entry', memory)
  if (organisations.length === 0) return []
  const states = ['published', 'scheduled', 'submitted', 'proofread']
  const asked = { organisations, states, serviceType, title: query, order: 'recent', limit: LIMIT } as const
  const found = await deskEntries(farm.storage, asked)
  return found.map(({ entry }) => entrySuggestion(visit, entry))
}

function entrySuggestion({ memory }: Visit, entry: Entry): Suggestion {
  const hint = memory.organisations.get(entry.organisation)?.shortName ?? entry.organisation
  return { value: `${entry.title} (n° ${entry.id})`, label: entry.title, hint }
}

type Knowing = Pick<Visit, 'memory'>['memory']

function readableName({ gazetteer }: Knowing, place: Territory, levels: readonly TerritoryLevel[]): string {
  const hint = levels.length > 0 ? { levels } : {}
  const names = [`${place.name} (${place.code})`, place.name]
  const same = names.find((name) => {
    const found = gazetteer.resolve(name, hint)
    return found.kind === 'found' && found.territory.key === place.key
  })
  return same ?? place.key
}

function around({ gazetteer }: Knowing, place: Territory): string {
  const wider = gazetteer.ancestors(place.key).map((key) => gazetteer.get(key))
  const level = place.level === 'departement' ? 'region' : 'departement'
  const found = wider.find((one) => one?.level === level && one.key !== place.key)
  return found?.name ?? ''
}
