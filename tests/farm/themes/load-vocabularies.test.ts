import { expect, it } from 'vitest'
import { readConcepts } from '../../../farm/storage/knowledge/concept-store.ts'
import { loadVocabularies } from '../../../farm/themes/load-vocabularies.ts'
import { describeOnBoth } from '../../databases.ts'

const crafts = (concepts: readonly unknown[]) => ({
  file: 'themes/crafts.json',
  json: { id: 'crafts', label: { fr: 'Métiers', en: 'Crafts' }, concepts },
})
const wood = {
  code: 'wood',
  label: { fr: 'Bois', en: 'Wood' },
  synonyms: { fr: ['filière bois'], en: ['timber'] },
  notations: { rome: ['H22'] },
  narrower: [{ code: 'joinery', label: { fr: 'Menuiserie' } }],
}
const stone = { code: 'stone', label: { fr: 'Pierre' } }

describeOnBoth('Loading vocabularies', (open) => {
  it('lays trees flat, in their order, and may be done again', async () => {
    const storage = await open()
    const expected = [
      {
        ...{ vocabulary: 'crafts', code: 'wood', label: { fr: 'Bois', en: 'Wood' } },
        ...{ synonyms: ['filière bois', 'timber'], notations: { rome: ['H22'] } },
      },
      {
        ...{ vocabulary: 'crafts', code: 'joinery', broader: 'wood', label: { fr: 'Menuiserie' } },
        ...{ synonyms: [], notations: {} },
      },
      { vocabulary: 'crafts', code: 'stone', label: { fr: 'Pierre' }, synonyms: [], notations: {} },
    ]
    for (const _ of ['first', 'second']) {
      expect(await loadVocabularies(storage, [crafts([wood, stone])])).toEqual({ ok: true, value: undefined })
      expect(await readConcepts(storage)).toEqual(expected)
    }
  })

  it('moves and renames concepts, and keeps those no longer declared, for entries speak of them', async () => {
    const storage = await open()
    await loadVocabularies(storage, [crafts([wood, stone])])
    await loadVocabularies(storage, [crafts([{ code: 'joinery', label: { fr: 'Menuiserie fine' } }, stone])])
    const held = await readConcepts(storage)
    expect(held.map(({ code, broader }) => [code, broader])).toEqual([
      ...[
        ['joinery', undefined],
        ['stone', undefined],
        ['wood', undefined],
      ],
    ])
    expect(held[0]?.label).toEqual({ fr: 'Menuiserie fine' })
  })

  it('names the file and the place of every mistake, and changes nothing', async () => {
    const storage = await open()
    await loadVocabularies(storage, [crafts([stone])])
    const bad = crafts([wood, { code: 'joinery', label: {} }, { label: { fr: 'Sans code' }, colour: 'red' }])
    const result = await loadVocabularies(storage, [crafts([wood]), bad])
    expect(result.ok ? [] : result.problems).toEqual([
      { code: 'bad-declaration-duplicate', params: { file: bad.file, place: '/concepts/1/code', value: 'joinery' } },
      { code: 'bad-declaration-shape', params: { file: bad.file, place: '/concepts/1/label/fr', expected: 'text' } },
      { code: 'bad-declaration-unknown-key', params: { file: bad.file, place: '/concepts/2/colour', value: 'colour' } },
      { code: 'bad-declaration-shape', params: { file: bad.file, place: '/concepts/2/code', expected: 'text' } },
    ])
    expect((await readConcepts(storage)).map((concept) => concept.code)).toEqual(['stone'])
  })

  it('refuses two files with the same id', async () => {
    const storage = await open()
    const twice = await loadVocabularies(storage, [crafts([wood]), { ...crafts([stone]), file: 'themes/other.json' }])
    expect(twice).toMatchObject({
      problems: [
        { code: 'bad-declaration-duplicate', params: { file: 'themes/other.json', place: '/id', value: 'crafts' } },
      ],
    })
    expect(await readConcepts(storage)).toEqual([])
  })
})
