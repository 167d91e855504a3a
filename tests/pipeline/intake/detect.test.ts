import { expect, it } from 'vitest'
import { readIntake } from '../../../pipeline/intake/detect.ts'
import { declaredType } from './declared-types.ts'

const options = { serviceType: declaredType('news') }

it.each([
  [
    'a list of sources in place of a feed',
    '<opml version="2.0"><body><outline xmlUrl="x"/></body></opml>',
    'subscription-list',
  ],
  ['a sentence in place of a table', 'Service momentanément indisponible', 'unknown-format'],
  ['a sentence and another line', 'Désolé\nRevenez plus tard', 'unknown-format'],
  ['nothing at all', ' \n', 'empty-file'],
])('%s is no file of nothing: it is told', (_, text, code) => {
  expect(readIntake(Buffer.from(text), options)).toMatchObject({ ok: false, problems: [{ code }] })
})

it('a table of one column that is a field is read', () => {
  expect(readIntake(Buffer.from('title\nUne nouvelle'), options)).toMatchObject({ ok: true, value: { format: 'csv' } })
})
