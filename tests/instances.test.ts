import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { COMMON_FIELDS } from '../pipeline/model/common-fields.ts'
import type { Field, FieldTypeId } from '../pipeline/model/field.ts'
import { FIELD_TYPE_IDS } from '../pipeline/model/field.ts'
import type { Lifetime, Presentation } from '../pipeline/model/service-type.ts'

type DeclaredField = Pick<Field, 'name'> & Partial<Field>

interface Declaration {
  readonly id: string
  readonly path: string
  readonly visibility: string
  readonly lifetime: Lifetime
  readonly order?: { readonly field: string }
  readonly presentation: Presentation
  readonly fields: readonly DeclaredField[]
}

interface Node {
  readonly code: string
  readonly label: { readonly fr: string; readonly en?: string }
  readonly synonyms?: Readonly<Record<string, readonly string[]>>
  readonly notations?: Readonly<Record<string, readonly string[]>>
  readonly narrower?: readonly Node[]
}

interface Vocabulary {
  readonly id: string
  readonly source?: string
  readonly concepts: readonly Node[]
}

const folder = new URL('../instances/', import.meta.url)
const ajv = new Ajv({ allErrors: true })
for (const name of readdirSync(new URL('schemas/', folder))) ajv.addSchema(readObject(`schemas/${name}`))

const types = new Map(filesIn('service-types').map((path): [string, Declaration] => [path, JSON.parse(read(path))]))
const vocabularies = new Map(filesIn('themes').map((path): [string, Vocabulary] => [path, JSON.parse(read(path))]))
const ids = new Set([...types.values()].map((type) => type.id))
const vocabularyIds = new Set([...vocabularies.values()].map((vocabulary) => vocabulary.id))

describe('every shipped file follows its schema', () => {
  const sites = readdirSync(new URL('sites/', folder)).map((slug) => `sites/${slug}/site.json`)
  const shipped: readonly (readonly [string, string])[] = [
    ...[...types.keys()].map((path) => [path, 'service-type'] as const),
    ...[...vocabularies.keys()].map((path) => [path, 'vocabulary'] as const),
    ...sites.filter(isThere).map((path) => [path, 'site'] as const),
    ...['organisations', 'people']
      .map((name) => [`network/${name}.json`, name] as const)
      .filter(([path]) => isThere(path)),
  ]
  it.each(shipped)('%s', (path, schema) => {
    expect(problemsOf(path, schema)).toEqual([])
  })

  it('and a mistake would be seen', () => {
    const validate = ajv.getSchema('service-type.schema.json')
    const type = readObject('service-types/news.json')
    expect(validate?.({ ...type, workflw: 'none' })).toBe(false)
    expect(validate?.({ ...type, fields: [{ name: 'colour' }, { name: 'title' }, { name: 'themes' }] })).toBe(false)
  })
})

describe.each([...types])('%s', (path, type) => {
  const named = new Map(type.fields.map((field) => [field.name, field]))

  it('is named after its id, starts with a required title and has themes and territories', () => {
    expect(path).toBe(`service-types/${type.id}.json`)
    expect(type.fields[0]).toMatchObject({ name: 'title', required: true })
    expect(named.has('themes') && named.has('territories')).toBe(true)
  })

  it('names each field once', () => {
    expect(named.size).toBe(type.fields.length)
  })

  it('uses only known field types, vocabularies and targets', () => {
    for (const field of type.fields) {
      expect(FIELD_TYPE_IDS).toContain(typeOf(field))
      if (typeOf(field) === 'term') expect(vocabularyIds).toContain(vocabularyOf(field))
      if (typeOf(field) === 'reference') expect(ids).toContain(field.target)
    }
  })

  it('gives each option of a choice its own code', () => {
    for (const { choices = [] } of type.fields)
      expect(new Set(choices.map((choice) => choice.code)).size).toBe(choices.length)
  })

  it('leaves, sorts and shows itself by fields that it declares and the public may see', () => {
    const { facts, keyFacts, facets, action } = type.presentation
    for (const name of [...facts, ...keyFacts, ...facets]) expect(named.get(name), name).toBeDefined()
    for (const name of [...facts, ...keyFacts, ...facets])
      expect(named.get(name)?.confidential ?? false, name).toBe(false)
    for (const name of facets) expect(['choice', 'term', 'boolean']).toContain(typeOf(named.get(name)))
    if (action) expect(['url', 'email', 'phone']).toContain(typeOf(named.get(action.field)))
    for (const name of [type.lifetime.field, type.order?.field])
      if (name) expect(['date', 'datetime', 'partial-date', 'period']).toContain(typeOf(named.get(name)))
  })

  it('has an icon of the set', () => {
    const icon = new URL(`../node_modules/lucide-static/icons/${type.presentation.icon}.svg`, import.meta.url)
    expect(existsSync(icon)).toBe(true)
  })
})

describe('the service types together', () => {
  it('are the 26 of the origin, each with its own address', () => {
    expect(ids.size).toBe(26)
    expect(new Set([...types.values()].map((type) => type.path)).size).toBe(26)
  })

  it('never let a personal detail out of the candidate, the enrolment or the classified ad', () => {
    expect(openAmong('candidate', ['identity', 'email', 'phone', 'cv', 'consent'])).toEqual([])
    expect(openAmong('enrolment', ['trainee', 'trainee_email', 'trainee_phone', 'signature'])).toEqual([])
    expect(openAmong('classified', ['contact_email'])).toEqual([])
    expect(openAmong('business-transfer', ['seller'])).toEqual([])
    expect(openAmong('press-review', ['scan'])).toEqual([])
    expect(openAmong('front-desk-statistics', ['home_commune'])).toEqual([])
  })
})

describe.each([...vocabularies])('%s', (path, vocabulary) => {
  const nodes = walk(vocabulary.concepts)

  it('is named after its id and gives each concept its own code', () => {
    expect(path).toBe(`themes/${vocabulary.id}.json`)
    expect(repeated(nodes.map((node) => node.code))).toEqual([])
  })
})

const ours = [...vocabularies.values()].filter((vocabulary) => vocabulary.source === undefined)

describe.each(ours)('our vocabulary $id', ({ concepts }) => {
  const nodes = walk(concepts)

  it('is bilingual, and no word of it names two concepts', () => {
    expect(nodes.filter((node) => !node.label.en).map((node) => node.code)).toEqual([])
    const words = nodes.flatMap((node) => [...new Set([node.label.fr, ...(node.synonyms?.fr ?? [])].map(lower))])
    expect(repeated(words)).toEqual([])
  })
})

describe('the themes', () => {
  const notations = walk(vocabularies.get('themes/themes.json')?.concepts ?? []).flatMap((node) =>
    Object.entries(node.notations ?? {}).flatMap(([scheme, codes]) => codes.map((code) => `${scheme}:${code}`)),
  )
  const known = new Map(
    ['rome', 'nsf', 'naf'].map((id) => [id, walk(vocabularies.get(`themes/${id}.json`)?.concepts ?? [])]),
  )

  it('are reached from codes that exist, each leading to one theme', () => {
    const all = new Set([...known].flatMap(([id, nodes]) => nodes.map((node) => `${id}:${node.code}`)))
    expect(notations.filter((notation) => !all.has(notation))).toEqual([])
    expect(repeated(notations)).toEqual([])
  })

  it('are reached from every broad occupation, training field and activity', () => {
    const broad = [
      ...(known.get('rome') ?? []).filter((node) => node.code.length === 1).map((node) => `rome:${node.code}`),
      ...(known.get('nsf') ?? []).filter((node) => node.code.length === 2).map((node) => `nsf:${node.code}`),
      ...(known.get('naf') ?? []).filter((node) => node.code.length === 1).map((node) => `naf:${node.code}`),
    ]
    expect(broad).toHaveLength(14 + 17 + 21)
    expect(broad.filter((notation) => !notations.includes(notation))).toEqual([])
  })
})

function filesIn(name: string): string[] {
  return readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`)
}

function isThere(path: string): boolean {
  return existsSync(new URL(path, folder))
}

function read(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8')
}

function readObject(path: string): Record<string, unknown> {
  return JSON.parse(read(path))
}

function problemsOf(path: string, schema: string): readonly string[] {
  const validate = ajv.getSchema(`${schema}.schema.json`)
  if (!validate) return [`no schema for ${schema}`]
  validate(readObject(path))
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
}

function typeOf(field: DeclaredField | undefined): FieldTypeId | undefined {
  return field && (field.type ?? COMMON_FIELDS[field.name]?.type)
}

function vocabularyOf(field: DeclaredField): string | undefined {
  return field.vocabulary ?? COMMON_FIELDS[field.name]?.vocabulary
}

function openAmong(id: string, names: readonly string[]): readonly string[] {
  const fields = types.get(`service-types/${id}.json`)?.fields ?? []
  return names.filter((name) => !fields.some((field) => field.name === name && field.confidential === true))
}

function walk(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node) => [node, ...walk(node.narrower ?? [])])
}

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}

function lower(text: string): string {
  return text.toLocaleLowerCase('fr')
}
