import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { declareAll } from '../../../pipeline/model/declarations.ts'
import { declareServiceType } from '../../../pipeline/model/declare.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'

const SMALL = {
  id: 'press-review',
  path: 'revue-de-presse',
  label: { fr: 'Article' },
  plural: { fr: 'Revue de presse' },
  description: { fr: 'Ce que la presse en dit' },
  visibility: 'public',
  workflow: 'a-priori',
  lifetime: { field: 'published_on', days: 30 },
  order: { field: 'published_on', upcoming: false },
  presentation: {
    row: 'press',
    facts: ['published_on'],
    keyFacts: ['published_on'],
    facets: ['themes'],
    icon: 'newspaper',
  },
  exports: ['json-ld'],
  standards: { 'json-ld': { type: 'Article', properties: { headline: 'title' } } },
  fields: [
    { name: 'title', required: true },
    { name: 'published_on', type: 'date', label: { fr: 'Paru le', en: 'Published on' }, column: 'date' },
    { name: 'themes' },
  ],
}

test('common fields and defaults are completed', () => {
  const declared = declareServiceType(SMALL, 'press-review.json')
  expect(declared.ok && declared.value.fields).toEqual([
    {
      ...{ name: 'title', type: 'text', label: { fr: 'Titre', en: 'Title' }, max: 255 },
      ...{ required: true, many: false, confidential: false, column: 'title', element: 'title' },
    },
    {
      ...{ name: 'published_on', type: 'date', label: { fr: 'Paru le', en: 'Published on' } },
      ...{ required: false, many: false, confidential: false, column: 'date', element: 'published-on' },
    },
    {
      ...{ name: 'themes', type: 'term', label: { fr: 'Thèmes', en: 'Themes' }, vocabulary: 'themes' },
      ...{ required: false, many: true, confidential: false, column: 'themes', element: 'themes' },
    },
  ])
})

describe('each mistake is named with its file and its place', () => {
  const [title, published, themes] = SMALL.fields
  const withField = (field: object): object => ({ ...SMALL, fields: [...SMALL.fields, field] })
  const labelled = { label: { fr: 'Champ' } }

  test.each<readonly [string, unknown, string, string]>([
    ['no object', 'x', 'bad-declaration-shape', '/'],
    ['an unknown key', { ...SMALL, colour: 'red' }, 'bad-declaration-unknown-key', '/colour'],
    ['an id that is no slug', { ...SMALL, id: 'Press Review' }, 'bad-declaration-name', '/id'],
    ['a path with accents', { ...SMALL, path: 'été' }, 'bad-declaration-name', '/path'],
    ['an unknown workflow', { ...SMALL, workflow: 'maybe' }, 'bad-declaration-shape', '/workflow'],
    ['no French name', { ...SMALL, label: { en: 'Article' } }, 'bad-declaration-shape', '/label/fr'],
    ['no title', { ...SMALL, fields: [published, themes] }, 'bad-declaration-missing', '/fields'],
    [
      'a name twice',
      { ...SMALL, fields: [title, published, themes, themes] },
      'bad-declaration-duplicate',
      '/fields/3/name',
    ],
    [
      'a column twice',
      withField({ name: 'day', type: 'date', column: 'date', ...labelled }),
      'bad-declaration-duplicate',
      '/fields/3/column',
    ],
    [
      'a name in camel case',
      withField({ name: 'sourceUrl', type: 'url', ...labelled }),
      'bad-declaration-name',
      '/fields/3/name',
    ],
    [
      'a name every object has',
      withField({ name: 'constructor', type: 'url', ...labelled }),
      'bad-declaration-name',
      '/fields/3/name',
    ],
    [
      'an unknown type',
      withField({ name: 'size', type: 'float', ...labelled }),
      'bad-declaration-shape',
      '/fields/3/type',
    ],
    ['no label', withField({ name: 'size', type: 'decimal' }), 'bad-declaration-shape', '/fields/3/label'],
    [
      'a choice of nothing',
      withField({ name: 'size', type: 'choice', ...labelled }),
      'bad-declaration-missing',
      '/fields/3/choices',
    ],
    [
      'a term of no vocabulary',
      withField({ name: 'job', type: 'term', ...labelled }),
      'bad-declaration-missing',
      '/fields/3/vocabulary',
    ],
    [
      'a reference to nothing',
      withField({ name: 'job', type: 'reference', ...labelled }),
      'bad-declaration-missing',
      '/fields/3/target',
    ],
    [
      'a common field of another type',
      withField({ name: 'summary', type: 'date' }),
      'bad-declaration-common-type',
      '/fields/3/type',
    ],
    [
      'an unknown fact',
      withPresentation({ facts: ['date'] }),
      'bad-declaration-unknown-field',
      '/presentation/facts/0',
    ],
    [
      'a facet one cannot count',
      withPresentation({ facets: ['title'] }),
      'bad-declaration-field-type',
      '/presentation/facets/0',
    ],
    [
      'an action that is no address',
      withPresentation({ action: { field: 'title', label: { fr: 'Lire' } } }),
      'bad-declaration-field-type',
      '/presentation/action/field',
    ],
    [
      'an order by a text',
      { ...SMALL, order: { field: 'title', upcoming: true } },
      'bad-declaration-field-type',
      '/order/field',
    ],
    ['days of no field', { ...SMALL, lifetime: { days: 3 } }, 'bad-declaration-useless', '/lifetime/days'],
    ['a negative lifetime', { ...SMALL, lifetime: { months: -1 } }, 'bad-declaration-shape', '/lifetime/months'],
    [
      'a confidential fact',
      { ...SMALL, fields: [title, { ...published, confidential: true }, themes] },
      'bad-declaration-confidential',
      '/presentation/facts/0',
    ],
  ])('%s', (_mistake, json, code, place) => {
    const declared = declareServiceType(json, 'a.json')
    expect(problemsOf(declared)).toContainEqual({ code, params: expect.objectContaining({ file: 'a.json', place }) })
  })

  test('and several mistakes are told at once', () => {
    const found = problemsOf(declareServiceType({ ...SMALL, id: 'X', workflow: 'x', colour: 'red' }, 'a.json'))
    expect(found.map((problem) => problem.params?.place)).toEqual(['/colour', '/id', '/workflow'])
  })
})

describe('declarations together', () => {
  const other = { ...SMALL, id: 'other', path: 'autre' }

  test('share no id and no path', () => {
    const again = { file: 'b.json', json: { ...SMALL } }
    const found = problemsOf(declareAll([{ file: 'a.json', json: SMALL }, again]))
    expect(found.map((problem) => problem.params?.place)).toEqual(['/id', '/path'])
    expect(found.every((problem) => problem.params?.file === 'b.json')).toBe(true)
  })

  test('point only to one another', () => {
    const reference = { name: 'place', type: 'reference', label: { fr: 'Lieu' }, target: 'directory' }
    const pointing = { ...other, fields: [...SMALL.fields, reference] }
    const lost = declareAll([
      { file: 'a.json', json: SMALL },
      { file: 'b.json', json: pointing },
    ])
    expect(problemsOf(lost)).toEqual([
      {
        code: 'bad-declaration-unknown-target',
        params: { file: 'b.json', place: '/fields/3/target', value: 'directory' },
      },
    ])
    const directory = { file: 'c.json', json: { ...SMALL, id: 'directory', path: 'annuaire' } }
    expect(declareAll([directory, { file: 'b.json', json: pointing }]).ok).toBe(true)
  })

  test('all those shipped are right, and found by their path', () => {
    const folder = new URL('../../../instances/service-types/', import.meta.url)
    const files = readdirSync(folder).map((file) => ({
      file,
      json: JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
    }))
    const declared = declareAll(files)
    expect(problemsOf(declared)).toEqual([])
    expect(declared.ok && declared.value.serviceTypes.size).toBe(files.length)
    expect(declared.ok && declared.value.byPath.get('agenda')?.id).toBe('event')
  })
})

function withPresentation(more: object): object {
  return { ...SMALL, presentation: { ...SMALL.presentation, ...more } }
}

function problemsOf(result: { readonly ok: boolean; readonly problems?: readonly Problem[] }): readonly Problem[] {
  return result.problems ?? []
}
