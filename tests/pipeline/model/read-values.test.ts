import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { declareAll } from '../../../pipeline/model/declarations.ts'
import { facetsOf } from '../../../pipeline/model/facets.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import type { RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import { type ReadValues, readValues } from '../../../pipeline/model/read-values.ts'
import { searchWords } from '../../../pipeline/model/search-words.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { showValue } from '../../../pipeline/model/show-value.ts'
import { writeValues } from '../../../pipeline/model/write-values.ts'
import { cpuClock } from '../../cpu-clock.ts'
import { context, fieldOf } from './small-world.ts'

const bare = typesShipped().get('news')
if (bare === undefined) throw new Error('the news have gone')

const EVENT = withFields([
  fieldOf('text', { name: 'title', required: true, max: 20 }),
  fieldOf('datetime', { name: 'start', required: true }),
  fieldOf('address', { name: 'address' }),
  fieldOf('term', { name: 'themes', many: true, vocabulary: 'themes', required: true }),
  fieldOf('territory', { name: 'territories', many: true }),
  fieldOf('long-text', { name: 'notes', many: true }),
  fieldOf('email', { name: 'email', confidential: true }),
  fieldOf('image', { name: 'image' }),
])

const RAW = {
  title: ' Forum de l’emploi ',
  start: '12/03/2026 14h30',
  address: { street: '1 place Carnot', postcode: '58000', town: 'Nevers' },
  themes: 'Emploi | travail |  | Formation',
  territories: ['Nièvre', 'commune:58194', ''],
  email: 'contact@exemple.fr',
}

describe('reading the values of an arrival', () => {
  test('gives stored values, without blanks, repetitions or unknown names', () => {
    expect(readOf({ ...RAW, unknown: 'x', notes: '' })).toEqual({
      problems: [],
      values: {
        title: 'Forum de l’emploi',
        start: '2026-03-12T14:30',
        address: { street: '1 place Carnot', postcode: '58000', town: 'Nevers', commune: 'commune:58194' },
        themes: ['emploi', 'formation'],
        territories: ['departement:58', 'commune:58194'],
        email: 'contact@exemple.fr',
      },
    })
  })

  test('names every problem by its field, parts with a dot, and only once when a required value is wrong', () => {
    const { problems, values } = readOf({
      title: 'x'.repeat(30),
      themes: ' ',
      address: { town: 'Nevres' },
      image: { file: 'abc' },
    })
    expect(problems).toEqual([
      { code: 'too-long', field: 'title', params: { max: 20, length: 30 } },
      { code: 'required', field: 'start' },
      { code: 'unknown-commune', field: 'address.town', params: { value: 'Nevres' } },
      { code: 'required', field: 'themes' },
      { code: 'alt-required', field: 'image.alt' },
    ])
    expect(values).toEqual({})
  })

  test('keeps the good items of a list beside the problem of the bad one', () => {
    const { problems, values } = readOf({ ...RAW, themes: 'Emploi|Voile' })
    expect(values.themes).toEqual(['emploi'])
    expect(problems).toEqual([
      { code: 'unknown-term', field: 'themes', params: { value: 'Voile', vocabulary: 'themes' } },
    ])
  })

  test('cuts a list at line ends too, but never a text of several lines', () => {
    expect(readOf({ ...RAW, themes: 'Emploi\r\nFormation' }).values.themes).toEqual(['emploi', 'formation'])
    expect(readOf({ ...RAW, notes: 'un\ndeux | trois' }).values.notes).toEqual(['un\ndeux', 'trois'])
  })

  test('takes one value for a field of one, and says so when there are more', () => {
    expect(readOf({ ...RAW, title: ['Forum', ''] }).values.title).toBe('Forum')
    expect(readOf({ ...RAW, title: ['a', 'b'] }).problems).toEqual([
      { code: 'only-one', field: 'title', params: { count: 2 } },
    ])
  })

  test('finds nothing in the names every object has', () => {
    const polluted: Record<string, RawValue> = JSON.parse('{"__proto__":{"title":"x"},"toString":"y"}')
    expect(readOf(polluted).problems.map((problem) => problem.code)).toEqual(['required', 'required', 'required'])
    expect(Object.hasOwn(Object.prototype, 'title')).toBe(false)
  })
})

test('values written are read back to the same', () => {
  const { values } = readOf({ ...RAW, notes: 'a\n\nb|c', image: { file: 'id', alt: 'Une \\ | barre' } })
  expect(readOf(writeValues(EVENT, values))).toEqual({ values, problems: [] })
})

test('search keeps the words of a reader and nothing confidential', () => {
  const { values } = readOf(RAW)
  const words = searchWords({ serviceType: EVENT, values, context })
  expect(words.title).toBe('Forum de l’emploi')
  expect(words.text).toContain('Nevers')
  expect(words.text).toContain('apprentissage')
  expect(words.text).not.toContain('contact@exemple.fr')
  expect(words.text).not.toContain('Forum')
})

test('facets gather the themes, the territories and the commune of the address, each once', () => {
  expect(facetsOf(EVENT, readOf(RAW).values)).toEqual({
    themes: ['emploi', 'formation'],
    territories: ['commune:58194', 'departement:58'],
  })
})

test('a list is shown on one line', () => {
  const field = fieldOf('territory', { many: true })
  expect(showValue({ field, value: ['departement:58', 'commune:58194'], context })).toBe('Nièvre, Nevers')
  expect(showValue({ field, value: undefined, context })).toBe('')
})

test('a sheet of 5,000 rows and 20 columns is read without waiting', () => {
  const types = ['text', 'date', 'choice', 'integer', 'url', 'phone', 'email', 'boolean', 'datetime', 'money'] as const
  const choices = [{ code: 'a', label: { fr: 'Été' } }]
  const fields = types.flatMap((type) => [1, 2].map((copy) => fieldOf(type, { name: `${type}_${copy}`, choices })))
  const cells = ['Un titre à dire', '12/03/2026', 'ÉTÉ', '1 250', 'www.exemple.fr/a', '03 86 00 00 00', 'a@exemple.fr']
  const texts = [...cells, 'oui', '2026-03-12T14:30:00Z', '1 250,50 €']
  const raw = Object.fromEntries(fields.map((field, index) => [field.name, texts[Math.floor(index / 2)] ?? '']))
  const serviceType = withFields(fields)
  expect(readValues({ serviceType, raw, context }).problems).toEqual([])
  const spent = cpuClock()
  for (let row = 0; row < 5000; row++) readValues({ serviceType, raw, context })
  expect(spent()).toBeLessThan(10_000)
})

function readOf(raw: Readonly<Record<string, RawValue>>): ReadValues {
  return readValues({ serviceType: EVENT, raw, context })
}

function withFields(fields: readonly Field[]): ServiceType {
  if (bare === undefined) throw new Error('the news have gone')
  return { ...bare, fields }
}

function typesShipped(): ReadonlyMap<string, ServiceType> {
  const folder = new URL('../../../instances/service-types/', import.meta.url)
  const files = readdirSync(folder).map((file) => ({
    file,
    json: JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
  }))
  const declared = declareAll(files)
  if (!declared.ok) throw new Error(JSON.stringify(declared.problems))
  return declared.value.serviceTypes
}
