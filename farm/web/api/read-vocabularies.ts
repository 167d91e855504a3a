import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { Territory } from '../../../pipeline/model/territory.ts'
import type { Concept } from '../../../pipeline/model/theme.ts'
import { valuesSchema } from './field-schema.ts'
import type { Call, Operation, Parameter } from './operation.ts'
import { LANGUAGE, QUERY } from './parameters.ts'
import { listOf, ref } from './schemas.ts'
import { missing, readableKinds } from './site-visit.ts'

const TYPE: Parameter = {
  ...{ name: 'type', in: 'path', schema: { type: 'string' } },
  description: { fr: 'Nom du genre de fiche.', en: 'Name of the kind of entry.' },
}
const KEY: Parameter = {
  ...{ name: 'key', in: 'path', schema: { type: 'string' } },
  description: { fr: 'Clé d’un territoire : commune:58194.', en: 'Key of a territory: commune:58194.' },
}
const VOCABULARY: Parameter = {
  ...{ name: 'vocabulary', in: 'query', schema: { type: 'string', default: 'themes' } },
  description: { fr: 'Vocabulaire, « themes » sinon.', en: 'Vocabulary, “themes” by default.' },
}

/** Kinds of entries, themes and territories. */
export const VOCABULARY_OPERATIONS: readonly Operation[] = [
  {
    ...{ name: 'listServiceTypes', method: 'GET', path: '/service-types', access: 'public', parameters: [LANGUAGE] },
    summary: { fr: 'Les genres de fiches et leurs champs', en: 'The kinds of entries and their fields' },
    answers: { 200: listOf('ServiceType') },
    example: '/service-types',
    run: async (call) => ({ status: 200, body: { items: readableKinds(call).map((kind) => kindJson(kind, call)) } }),
  },
  {
    ...{ name: 'getServiceType', method: 'GET', path: '/service-types/{type}', access: 'public' },
    parameters: [TYPE, LANGUAGE],
    summary: {
      fr: 'Un genre de fiche : ses champs en JSON Schema',
      en: 'One kind of entry: its fields as JSON Schema',
    },
    answers: { 200: ref('ServiceType') },
    example: '/service-types/event',
    run: async (call) => {
      const kind = readableKinds(call).find(({ id }) => id === call.params.type)
      return kind ? { status: 200, body: kindJson(kind, call) } : missing(call)
    },
  },
  {
    ...{
      name: 'listThemes',
      method: 'GET',
      path: '/themes',
      access: 'public',
      parameters: [VOCABULARY, QUERY, LANGUAGE],
    },
    summary: { fr: 'Les thèmes, ou ceux qui répondent à des mots', en: 'The themes, or those that answer words' },
    answers: { 200: listOf('Theme') },
    example: '/themes?q=emploi',
    run: async (call) => {
      const { thesaurus } = call.visit.memory
      const vocabulary = call.query.get('vocabulary') ?? 'themes'
      const words = call.query.get('q')
      const found = words ? thesaurus.suggest(vocabulary, words, 50) : below(vocabulary, null)
      return { status: 200, body: { items: found.map(themeJson) } }

      function below(of: string, code: string | null): readonly Concept[] {
        return thesaurus.narrower(of, code).flatMap((one) => [one, ...below(of, one.code)])
      }
    },
  },
  {
    ...{
      name: 'listTerritories',
      method: 'GET',
      path: '/territories',
      access: 'public',
      parameters: [QUERY, LANGUAGE],
    },
    summary: {
      fr: 'Les territoires d’un nom, d’un code ou d’un code postal (dix au plus)',
      en: 'The territories of a name, a code or a postcode (ten at most)',
    },
    answers: { 200: listOf('Territory') },
    example: '/territories?q=nevers',
    run: async ({ visit, query }) => {
      const { gazetteer } = visit.memory
      const found = query.get('q') ? gazetteer.suggest(query.get('q') ?? '', { limit: 10 }) : []
      return { status: 200, body: { items: found.map((one) => territoryJson(one, gazetteer.ancestors(one.key))) } }
    },
  },
  {
    ...{
      name: 'getTerritory',
      method: 'GET',
      path: '/territories/{key}',
      access: 'public',
      parameters: [KEY, LANGUAGE],
    },
    summary: { fr: 'Un territoire', en: 'One territory' },
    answers: { 200: ref('Territory') },
    example: '/territories/commune:58194',
    run: async (call) => {
      const { gazetteer } = call.visit.memory
      const found = gazetteer.get(call.params.key ?? '')
      if (!found) return missing(call)
      return { status: 200, body: territoryJson(found, gazetteer.ancestors(found.key)) }
    },
  },
]

function kindJson(kind: ServiceType, { language }: Pick<Call, 'language'>) {
  const { id, label, plural, description, visibility, workflow } = kind
  return { id, label, plural, description, visibility, workflow, schema: valuesSchema(kind, language) }
}

function themeJson({ vocabulary, code, label, broader }: Concept) {
  return { vocabulary, code, label, broader: broader ?? null }
}

function territoryJson({ key, level, code, name, postcodes }: Territory, ancestors: readonly string[]) {
  return { key, level, code, name, within: ancestors.filter((one) => one !== key), postcodes }
}
