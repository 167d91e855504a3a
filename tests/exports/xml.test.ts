import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { textOf } from './read-all.ts'
import { field, NASTY_IN_XML, sampleEntry, sampleList } from './sample.ts'

const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, trimValues: false })

test('the document is well-formed and says what it holds', async () => {
  const text = await textOf('xml', sampleList())
  expect(XMLValidator.validate(text)).toBe(true)
  expect(parser.parse(text).entries).toMatchObject({
    '@_xmlns': 'urn:terroir:entries:1',
    '@_service-type': 'news',
    '@_updated': '2026-11-02T03:04:05.000Z',
  })
})

test('an entry carries its identity in attributes and its fields in elements', async () => {
  const { entries } = parser.parse(await textOf('xml', sampleList()))
  expect(entries.entry[0]).toEqual({
    '@_id': '1',
    '@_uri': 'tag:emploi.example,2026:entry/1',
    '@_link': 'https://emploi.example/actus/1?a=1&b=2',
    '@_published': '2026-10-01T08:00:00.000Z',
    '@_updated': '2026-10-02T09:00:00.000Z',
    '@_organisation': 'Maison de l’emploi <Nivernais>',
    title: NASTY_IN_XML,
    texte: '<p>Un <b>texte</b></p>',
    tags: { item: ['a|b', 'c\\d'] },
  })
})

test('parts are nested elements, a list of one still says it is a list, and nothing blank is written', async () => {
  const fields = [field('place'), field('links', { many: true }), field('none', { many: true }), field('blank')]
  const values = { place: { street: '', town: 'Nevers' }, links: [{ url: 'a', name: '' }], none: [], blank: '' }
  const text = await textOf('xml', sampleList({ fields, entries: [sampleEntry(1, { values })] }))
  expect(text).toContain('<place><town>Nevers</town></place><links><item><url>a</url></item></links></entry>')
})

test('a value left out of the fields that may leave stays home', async () => {
  const values = { title: 'ok', secret: 'confidentiel' }
  for (const format of ['xml', 'json', 'csv'] as const) {
    const list = sampleList({ fields: [field('title')], entries: [sampleEntry(1, { values })] })
    expect(await textOf(format, list)).not.toContain('confidentiel')
  }
})
