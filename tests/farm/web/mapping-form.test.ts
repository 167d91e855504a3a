import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keptReading } from '../../../farm/web/desk-mappings/kept-reading.ts'
import { NOTHING, readMappingForm, shownOurs } from '../../../farm/web/desk-mappings/mapping-form.ts'
import { draftOfStep, shownSign, stepOfDraft } from '../../../farm/web/desk-mappings/step-text.ts'
import type { Mapping } from '../../../pipeline/intake/mapping/mapping.ts'
import { readMapping } from '../../../pipeline/intake/mapping/read-mapping.ts'

/** The form as a browser sends it back, nothing touched. */
function formOf(mapping: Mapping): FormData {
  const data = new FormData()
  for (const { name, value } of keptReading(mapping.reading, undefined)) data.append(name, value)
  for (const name of mapping.identity) data.append('identity', name)
  for (const [to, rule] of Object.entries(mapping.fields)) {
    for (const name of [...rule.from, '']) data.append(`from:${to}`, name)
    data.append(`const:${to}`, rule.constant ?? '')
    data.append(`join:${to}`, shownSign(rule.join ?? ''))
    for (const { what, first, second } of [...rule.steps.map(draftOfStep), { what: '', first: '', second: '' }]) {
      data.append(`step:${to}`, what)
      data.append(`a:${to}`, first)
      data.append(`b:${to}`, second)
    }
    for (const [theirs, ours] of Object.entries(rule.values?.pairs ?? {})) {
      data.append(`theirs:${to}`, theirs)
      data.append(`ours:${to}`, shownOurs(ours))
    }
    data.append(`others:${to}`, rule.values?.others ?? 'keep')
  }
  return data
}

const JSON_MAPPING = {
  reading: { format: 'csv', encoding: 'cp850', delimiter: '\t', heading: 3, records: 'a/b', sheet: 'Feuille 1' },
  identity: ['réf', 'année', 'lot'],
  fields: {
    title: { from: ['a', 'b'], join: ' \n ', steps: [{ do: 'case', to: 'title' }] },
    'address.postcode': { from: 'cp', steps: [{ do: 'pad', length: 5, with: '0' }] },
    themes: {
      from: 'tags',
      steps: [
        { do: 'split', by: ' | ' },
        { do: 'replace', text: '\t', with: '' },
      ],
      values: { pairs: { BTP: ['batiment', 'travaux | publics'], rien: [], Été: 'ete' }, others: 'drop' },
    },
    deadline: {
      from: 'paru',
      constant: '2027-01-01',
      steps: [
        { do: 'date', pattern: 'dd/MM/yyyy' },
        { do: 'add-days', days: -3 },
      ],
    },
    body: {
      from: 'texte',
      steps: [
        { do: 'strip-html' },
        { do: 'extract', pattern: '^(.+?)\\.' },
        { do: 'take', nth: -1 },
        { do: 'join', with: ', ' },
        { do: 'shorten', max: 90 },
        { do: 'number' },
      ],
    },
  },
}

describe('The form of a mapping', () => {
  it('gives back what it was given, untouched', () => {
    const read = readMapping(JSON_MAPPING, 'x')
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    expect(readMappingForm(formOf(read.value))).toEqual({ mapping: read.value, problems: [] })
  })

  it('keeps what is wrong beside its mistake, to be shown again', () => {
    const data = formOf({
      reading: {},
      identity: [],
      fields: { title: { from: ['a'], steps: [{ do: 'extract', pattern: '(a' }] } },
    })
    const { mapping, problems } = readMappingForm(data)
    expect(mapping.fields.title?.steps).toEqual([{ do: 'extract', pattern: '(a' }])
    expect(problems).toMatchObject([{ code: 'bad-declaration-pattern', field: 'f-title' }])
  })

  it('knows a value that becomes nothing from one that is not told', () => {
    const data = new FormData()
    data.append('from:contract', 'contrat')
    for (const [theirs, ours] of [
      ['CDI', 'permanent'],
      ['Stage', NOTHING],
      ['?', ''],
    ] as const) {
      data.append('theirs:contract', theirs)
      data.append('ours:contract', ours)
    }
    data.append('more:contract', '{"CDD":"fixed-term","CDI":"other"}')
    expect(readMappingForm(data).mapping.fields.contract?.values?.pairs).toEqual({
      CDD: 'fixed-term',
      CDI: 'permanent',
      Stage: [],
    })
  })

  it('never throws, whatever is sent', () => {
    const names = fc.constantFrom(
      'from:title',
      'step:title',
      'a:title',
      'more:title',
      'r-heading',
      'r-delimiter',
      'theirs:title',
      'ours:title',
      'from:__proto__',
      'others:title',
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string()), { maxLength: 20 }), (pairs) => {
        const data = new FormData()
        for (const [name, value] of pairs) data.append(name, value)
        readMappingForm(data)
      }),
      { numRuns: 300 },
    )
  })

  it('reads each step again as it shows it', () => {
    for (const rule of Object.values(JSON_MAPPING.fields)) {
      const read = readMapping({ fields: { x: rule } }, 'x')
      const steps = read.ok ? (read.value.fields.x?.steps ?? []) : []
      expect(steps.map((step) => stepOfDraft(draftOfStep(step)))).toEqual(steps)
    }
  })
})
