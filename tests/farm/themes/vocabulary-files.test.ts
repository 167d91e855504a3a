import { describe, expect, it } from 'vitest'
import { planImport } from '../../../farm/themes/plan-import.ts'
import { readVocabulary } from '../../../farm/themes/read-vocabulary.ts'
import { VOCABULARY_FORMATS } from '../../../farm/themes/vocabulary-rows.ts'
import { writeVocabulary } from '../../../farm/themes/write-vocabulary.ts'
import type { PlacedConcept, VocabularyTree } from '../../../pipeline/model/theme.ts'

const one = (code: string, fr: string, more: Partial<PlacedConcept> = {}): PlacedConcept => ({
  ...{ code, vocabulary: 'crafts', label: { fr }, synonyms: [], notations: {}, position: 0 },
  ...more,
})

function treeOf(
  concepts: readonly PlacedConcept[],
  aliases: readonly (readonly [string, string])[] = [],
): VocabularyTree {
  return {
    about: { id: 'crafts', label: { fr: 'Métiers', en: 'Crafts' }, rules: {}, editedAt: null },
    concepts: new Map(concepts.map((concept, position) => [concept.code, { ...concept, position }])),
    aliases: new Map(aliases),
  }
}

const crafts = treeOf(
  [
    one('wood', 'Bois', { label: { fr: 'Bois', en: 'Wood' }, synonyms: ['filière « bois »', 'timber | lumber'] }),
    one('joinery', '=Menuiserie', { broader: 'wood', notations: { rome: ['H2206', 'F1607'], nsf: ['234'] } }),
    one('stone', 'Pierre de taille'),
  ],
  [['carpentry', 'joinery']],
)
const empty = treeOf([])

const rowsOf = (text: string, mapping?: Record<string, string>) => {
  const read = readVocabulary(new TextEncoder().encode(text), { mapping })
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

describe('A vocabulary', () => {
  it('is read from published lists by the headings they have', () => {
    const { rows, problems, unread } = rowsOf(
      'code_rome,libelle,grand_domaine,domaine_professionnel\nA1101,Conducteur d’engins,A,A11\n',
    )
    expect(problems).toEqual([])
    expect(rows).toMatchObject([{ code: 'A1101', fr: 'Conducteur d’engins', broader: 'A11' }])
    expect([...unread.keys()]).toEqual(['grand_domaine'])
    expect(rowsOf('code,libelle,domaine\n100,Formations générales,10\n').rows).toMatchObject([{ broader: '10' }])
  })

  it.each(VOCABULARY_FORMATS)('leaves as %s and comes back the same', (format) => {
    const text = writeVocabulary(crafts, format, 'https://farm.example')
    const read = rowsOf(text)
    expect(read.format).toBe(format)
    expect(read.problems).toEqual([])
    const back = planImport(empty, read.rows)
    expect(back.problems).toEqual([])
    expect([...back.tree.concepts.values()]).toEqual([...crafts.concepts.values()])
    const again = planImport(crafts, read.rows)
    expect([again.added, again.changed, again.moved, again.gone]).toEqual([[], [], [], []])
    if (format !== 'csv') expect([...back.tree.aliases]).toEqual([['carpentry', 'joinery']])
  })

  it('is read from the JSON-LD of publishers: expanded, or compacted with words and languages of their own', () => {
    const skos = 'http://www.w3.org/2004/02/skos/core#'
    const expanded = JSON.stringify([
      {
        '@id': 'http://x.example/a',
        '@type': [`${skos}Concept`],
        [`${skos}prefLabel`]: [{ '@value': 'A', '@language': 'fr' }],
      },
      {
        ...{ '@id': 'http://x.example/b', '@type': [`${skos}Concept`] },
        [`${skos}prefLabel`]: [{ '@value': 'B', '@language': 'fr' }],
        [`${skos}broader`]: [{ '@id': 'http://x.example/a' }],
      },
    ])
    const compacted = JSON.stringify({
      '@context': {
        ...{ skos, uri: '@id', type: '@type', prefLabel: { '@id': 'skos:prefLabel', '@container': '@language' } },
        broader: { '@id': 'skos:broader', '@type': '@id' },
      },
      graph: [
        { uri: 'http://x.example/a', type: 'skos:Concept', prefLabel: { fr: 'A', de: 'Ah' } },
        { uri: 'http://x.example/b', type: 'skos:Concept', prefLabel: { fr: 'B' }, broader: 'http://x.example/a' },
      ],
    })
    for (const text of [expanded, compacted]) {
      const rows = rowsOf(text).rows.map(({ code, fr, broader }) => [code, fr, broader])
      expect(rows).toEqual([
        ['a', 'A', null],
        ['b', 'B', 'a'],
      ])
    }
    expect([...rowsOf(compacted).unread]).toEqual([['prefLabel @de', 1]])
  })

  it('says of Turtle that is none where it stops, and of what it does not read what that is', () => {
    const bad = readVocabulary(new TextEncoder().encode('@prefix skos: <http://x#>.\n\n<a> skos:broader'))
    expect(bad).toMatchObject({ ok: false, problems: [{ code: 'bad-turtle', line: 3 }] })
    const read = rowsOf(`@prefix skos: <http://www.w3.org/2004/02/skos/core#>.
      <http://x/a> a skos:Concept; skos:prefLabel "A"@fr; skos:definition "…"@fr; skos:related <http://x/b>.`)
    expect(Object.fromEntries(read.unread)).toEqual({ definition: 1, related: 1 })
  })

  it('names the line of every mistake of a table', () => {
    const read = rowsOf(
      'code;broader;label_fr\nwood;;Bois\nwood;;Encore\nb c;;Faux\nelm;oak;Orme\nash;;\nx;y;X\ny;x;Y\n',
    )
    const { problems } = planImport(empty, read.rows)
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['theme-code-twice', 3],
      ['bad-theme-code', 4],
      ['theme-label-needed', 6],
      ['theme-broader-missing', 5],
      ['theme-circle', 7],
      ['theme-circle', 8],
    ])
  })

  it('refuses circles of any format, within the file or through what stands', () => {
    const skos = '@prefix skos: <http://www.w3.org/2004/02/skos/core#>.'
    const round = (code: string, label: string, broader: string) =>
      `<http://x/${code}> a skos:Concept; skos:prefLabel "${label}"@fr; skos:broader <http://x/${broader}>.`
    const json = (code: string, broader: string) => ({
      ...{ '@id': `http://x/${code}`, '@type': ['http://www.w3.org/2004/02/skos/core#Concept'] },
      'http://www.w3.org/2004/02/skos/core#prefLabel': [{ '@value': code, '@language': 'fr' }],
      'http://www.w3.org/2004/02/skos/core#broader': [{ '@id': `http://x/${broader}` }],
    })
    const faults = (text: string) => planImport(crafts, rowsOf(text).rows).problems.map(({ code }) => code)
    expect(faults(`${skos} ${round('a', 'A', 'b')} ${round('b', 'B', 'a')}`)).toEqual(['theme-circle', 'theme-circle'])
    expect(faults(`${skos} ${round('a', 'A', 'a')}`)).toEqual(['theme-circle'])
    expect(faults(JSON.stringify([json('a', 'b'), json('b', 'a')]))).toEqual(['theme-circle', 'theme-circle'])
    expect(faults('code,broader\nwood,joinery')).toEqual(['theme-circle'])
  })

  it('tells new, changed, moved and gone apart; a column that is missing leaves what stands', () => {
    const plan = planImport(
      crafts,
      rowsOf('code,broader,libelle\nstone,wood,Pierre\nglass,,Verre\njoinery,wood,=Menuiserie').rows,
    )
    expect(plan.problems).toEqual([])
    const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code)
    expect(codes(plan.added)).toEqual(['glass'])
    expect(codes(plan.changed)).toEqual(['stone'])
    expect(plan.moved).toMatchObject([{ code: 'stone', line: 2, from: null, to: 'wood' }])
    expect(codes(plan.gone)).toEqual(['wood'])
    expect(plan.tree.concepts.get('joinery')?.notations).toEqual({ rome: ['H2206', 'F1607'], nsf: ['234'] })
  })

  it('refuses JSON-LD nested without end', () => {
    const nested = `{"@graph":[${'{"broader":'.repeat(20_000)}1${'}'.repeat(20_000)}]}`
    expect(readVocabulary(Buffer.from(nested))).toMatchObject({
      ok: false,
      problems: [{ code: 'too-deep', field: 'file' }],
    })
  })

  it('adds up the synonyms of a table that has several rows for a code, and takes out of use what is missing when asked', () => {
    const synonyms = rowsOf('code_rome,libelle\nwood,Scierie\nwood,Charpente', {
      code_rome: 'code',
      libelle: 'synonyms',
    })
    expect(planImport(crafts, synonyms.rows).tree.concepts.get('wood')?.synonyms).toEqual(['Scierie', 'Charpente'])
    const plan = planImport(crafts, rowsOf('code,label_fr\nwood,Bois').rows, { retireMissing: true })
    expect(plan.retired.map(({ code }) => code)).toEqual(['joinery'])
    expect(plan.gone.map(({ code }) => code)).toEqual(['stone'])
    expect(Object.fromEntries(plan.tree.aliases)).toEqual({ joinery: 'wood', carpentry: 'wood' })
  })
})
