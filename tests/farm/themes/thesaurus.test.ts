import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { declareVocabulary } from '../../../farm/themes/declare-vocabulary.ts'
import { buildThesaurus } from '../../../farm/themes/thesaurus.ts'

const folder = new URL('../../../instances/themes/', import.meta.url)
const thesaurus = buildThesaurus(
  readdirSync(folder).flatMap((file) => {
    const declared = declareVocabulary({ file, json: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) })
    if (!declared.ok) throw new Error(JSON.stringify(declared.problems))
    return declared.value.concepts
  }),
)

describe('The thesaurus', () => {
  it('lists what is narrower in the declared order, the top concepts under null', () => {
    expect(thesaurus.narrower('naf', null)[0]?.code).toBe('A')
    expect(thesaurus.narrower('naf', 'A').map((concept) => concept.code)).toEqual(['01', '02', '03'])
    expect(thesaurus.narrower('naf', '01')).toEqual([])
  })

  it('climbs to what is broader, broadest last', () => {
    expect(thesaurus.ancestors('naf', '01')).toEqual(['01', 'A'])
    expect(thesaurus.ancestors('naf', 'nowhere')).toEqual([])
    expect(thesaurus.ancestors('nowhere', '01')).toEqual([])
  })

  it.each([
    ['themes', 'employment', 'employment'],
    ['themes', 'Emploi', 'employment'],
    ['themes', 'EMPLOYMENT', 'employment'],
    ['themes', '  marche du TRAVAIL ', 'employment'],
    ['rome', 'k1207', 'K1207'],
    ['rome', 'rome:K1207', 'K1207'],
    ['rome', 'K1207 - Intervention socioéducative', 'K1207'],
    ['themes', 'rome:K18', 'employment'],
    ['themes', 'ROME:K1801', 'employment'],
  ])('reads in %s: %s', (vocabulary, text, code) => {
    expect(thesaurus.resolve(vocabulary, text)?.code).toBe(code)
  })

  it.each([
    ['themes', ''],
    ['themes', 'no such word'],
    ['themes', 'siret:123'],
    ['nowhere', 'emploi'],
  ])('reads nothing in %s from "%s"', (vocabulary, text) => {
    expect(thesaurus.resolve(vocabulary, text)).toBeUndefined()
  })

  it('lets a label win over the synonym of an earlier concept', () => {
    const label = (fr: string) => ({ vocabulary: 'v', label: { fr }, synonyms: [], notations: {} })
    const small = buildThesaurus([
      { ...label('Bâtiment'), code: 'building', synonyms: ['Bois'] },
      { ...label('Bois'), code: 'wood' },
    ])
    expect(small.resolve('v', 'bois')?.code).toBe('wood')
  })

  it('ends on a circle', () => {
    const one = (code: string, broader: string) => ({
      ...{ code, broader, vocabulary: 'v' },
      label: { fr: code },
      synonyms: [],
      notations: {},
    })
    expect(buildThesaurus([one('a', 'b'), one('b', 'a')]).ancestors('v', 'a')).toEqual(['a', 'b'])
  })

  it('suggests labels that begin with the text before those that hold its words, then synonyms', () => {
    const suggested = thesaurus.suggest('themes', 'empl').map((concept) => concept.code)
    expect(suggested[0]).toBe('employment')
    expect(suggested).toContain('job-search')
    expect(thesaurus.suggest('themes', 'cv').map((concept) => concept.code)).toEqual(['job-search'])
    expect(thesaurus.suggest('rome', 'soudeur', 2)).toHaveLength(2)
    expect(thesaurus.suggest('themes', ' ')).toEqual([])
  })
})
