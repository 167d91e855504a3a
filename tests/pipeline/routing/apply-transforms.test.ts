import { expect, it } from 'vitest'
import type { Values } from '../../../pipeline/model/entry.ts'
import type { Transform } from '../../../pipeline/model/site.ts'
import { applyTransforms } from '../../../pipeline/routing/apply-transforms.ts'
import { declaredType } from '../intake/declared-types.ts'
import { trees } from './small-network.ts'

const news = declaredType('news')
const written: Values = {
  title: 'La filature de Corbigny rouvre',
  summary: 'Douze emplois, dès mars.',
  body: '<p>Un <b>long</b> texte qui raconte tout.</p>',
  themes: ['emploi'],
}

/** What is done, what the entry says of it, and what the section shows. */
const CASES: readonly [string, Transform, Values, Values][] = [
  ['shortens a text at the end of a word', { shorten: 'title', to: 14 }, {}, { title: 'La filature de…' }],
  ['leaves a short text alone', { shorten: 'title', to: 100 }, {}, {}],
  [
    'shortens a rich text as plain, safe text',
    { shorten: 'body', to: 10 },
    { body: '<p>a &lt;b&gt; c d e f g h</p>' },
    { body: expect.stringMatching(/^<p>a &lt;b&gt;[^<]*…<\/p>$/) },
  ],
  ['fills an empty field', { default: 'summary', value: 'À lire' }, { summary: '' }, { summary: 'À lire' }],
  ['keeps what is filled', { default: 'summary', value: 'À lire' }, {}, {}],
  ['fills nothing its kind does not have', { default: 'salary', value: 3 }, {}, {}],
  [
    'says where it comes from before the summary',
    { mention: '[{organisation}]' },
    {},
    { summary: '[Maison] Douze emplois, dès mars.' },
  ],
  [
    'names the source rather than the body where there is one',
    { mention: '{source} :' },
    { source_name: 'Le Morvan' },
    { summary: 'Le Morvan : Douze emplois, dès mars.' },
  ],
]

it.each(CASES)('A transform %s', (_, transform, has, changed) => {
  const values = { ...written, ...has }
  expect(applied([transform], values)).toEqual({ ...values, ...changed })
})

it('A transform leaves a field out, and the entry itself as it was', () => {
  const values = { ...written }
  expect(Object.keys(applied([{ drop: 'summary' }], values))).not.toContain('summary')
  expect(values).toEqual(written)
})

it('Transforms follow one another', () => {
  const all: Transform[] = [
    { drop: 'summary' },
    { default: 'summary', value: 'Un texte de remplacement' },
    { shorten: 'summary', to: 10 },
  ]
  expect(applied(all, written).summary).toBe('Un texte…')
})

it('A theme and all under it become another, once', () => {
  const under = trees.thesaurus
    .narrower('themes', null)
    .find((one) => trees.thesaurus.narrower('themes', one.code).length > 0)
  const [child] = trees.thesaurus.narrower('themes', under?.code ?? '')
  const values = { ...written, themes: [child?.code ?? '', under?.code ?? ''] }
  expect(applied([{ map_theme: under?.code ?? '', to: 'autre' }], values).themes).toEqual(['autre'])
})

function applied(transforms: readonly Transform[], values: Values): Values {
  return applyTransforms(transforms, values, { serviceType: news, organisation: 'Maison', thesaurus: trees.thesaurus })
}
