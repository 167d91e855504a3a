import papaparse from 'papaparse'
import { expect, test } from 'vitest'
import type { ExportedEntry } from '../../exports/exported.ts'
import { withoutGuard } from '../../pipeline/model/formula-guard.ts'
import { splitList } from '../../pipeline/model/list-text.ts'
import { textOf } from './read-all.ts'
import { field, NASTY, sampleEntry, sampleList } from './sample.ts'

function rows(text: string): readonly Record<string, string>[] {
  const parsed = papaparse.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true })
  expect(parsed.errors).toEqual([])
  return parsed.data
}

function withValues(values: ExportedEntry['values']) {
  return sampleList({ entries: [sampleEntry(1, { values })] })
}

test('the heading names the id, the fields by their column, the parts of composite ones, then what only informs', async () => {
  const text = await textOf('csv', sampleList({ entries: [] }))
  expect(text).toMatch(/^id,title,texte,tags,place\.[a-z_]+,.*,published_at,updated_at,link,organisation\r\n$/)
})

test('a row reads back in another parser with every text intact', async () => {
  const [row] = rows(await textOf('csv', sampleList()))
  expect(row).toMatchObject({
    id: '1',
    title: NASTY.toWellFormed(),
    texte: '<p>Un <b>texte</b></p>',
    published_at: '2026-10-01T08:00:00.000Z',
    link: 'https://emploi.example/actus/1?a=1&b=2',
    organisation: 'Maison de l’emploi <Nivernais>',
  })
})

test('the values of a list share a cell and come apart again, bars and backslashes included', async () => {
  const [row] = rows(await textOf('csv', withValues({ tags: ['a|b', 'c\\d', 'e'] })))
  expect(row?.tags).toBe('a\\|b | c\\\\d | e')
  expect(splitList(row?.tags ?? '')).toEqual(['a|b', 'c\\d', 'e'])
})

test('the parts of several composite values stay aligned, column by column', async () => {
  const attachments = [{ file: 'https://a.example/1.pdf' }, { file: 'https://a.example/2.pdf', name: 'Deux' }]
  const fields = [field('attachments', { type: 'file', many: true, column: 'pieces' })]
  const list = sampleList({ fields, entries: [sampleEntry(1, { values: { attachments } })] })
  const [row] = rows(await textOf('csv', list))
  expect(row?.['pieces.file']).toBe('https://a.example/1.pdf | https://a.example/2.pdf')
  expect(splitList(row?.['pieces.name'] ?? '')).toEqual(['', 'Deux'])
})

test('no cell is left for a spreadsheet to run, and each reads back as it was', async () => {
  const dangerous = ['=1+1', '+33 3 86', '-5', '@SUM(A1)', '\tx', '\rx', "'=1", "''-2", "'quoted'", 'a=b']
  for (const title of dangerous) {
    const [row] = rows(await textOf('csv', withValues({ title })))
    expect(row?.title).not.toMatch(/^[=+\-@\t\r]/)
    expect(withoutGuard(row?.title ?? '')).toBe(title)
  }
})

test('lines end with CRLF, and only where a row ends', async () => {
  const text = await textOf('csv', withValues({ title: 'une\nligne' }))
  expect(text.split('\r\n')).toHaveLength(3)
})

test('a field headed like an informing column takes its place', async () => {
  const fields = [field('title'), field('organisation')]
  const entries = [sampleEntry(1, { values: { title: 'x', organisation: 'La Fabrique' } })]
  const text = await textOf('csv', sampleList({ fields, entries }))
  expect(text.split('\r\n')[0]).toBe('id,title,organisation,published_at,updated_at,link')
  expect(rows(text)[0]?.organisation).toBe('La Fabrique')
})

test('the variant for a French Excel starts with a BOM and parts its cells with semicolons', async () => {
  const text = await textOf('csv-excel', withValues({ title: 'a;b' }))
  expect(text.startsWith('\uFEFFid;title;')).toBe(true)
  expect(rows(text)[0]?.title).toBe('a;b')
})
