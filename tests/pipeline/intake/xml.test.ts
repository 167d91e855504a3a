import { describe, expect, it } from 'vitest'
import { declaredType } from './declared-types.ts'
import { readWhole, refusal } from './reading.ts'

const directory = { serviceType: declaredType('directory') }

function entries(content: string, attributes = 'xmlns="urn:terroir:entries:1" service-type="directory"') {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<entries ${attributes}>${content}</entries>`
}

describe('the farm’s own XML', () => {
  it('gives texts, parts and lists as they were written', () => {
    const entry = `<entry id="123"><title> Mairie &amp; poste </title><email/><body><![CDATA[<p>Ouvert &amp; gai</p>]]></body>
      <address><street>3 rue d&#233;serte</street><postcode>01400</postcode></address>
      <themes><item>emploi</item><item>formation</item></themes><audience><item>jeunes</item></audience><siret>007</siret></entry>`
    expect(readWhole(entries(entry), directory)).toMatchObject({
      format: 'xml',
      warnings: [],
      items: [
        {
          line: 1,
          externalId: '123',
          problems: [],
          raw: {
            title: 'Mairie & poste',
            email: '',
            body: '<p>Ouvert &amp; gai</p>',
            address: { street: '3 rue déserte', postcode: '01400' },
            themes: ['emploi', 'formation'],
            audience: ['jeunes'],
            siret: '007',
          },
        },
      ],
    })
  })

  it('may use any prefix', () => {
    const content = '<t:entries xmlns:t="urn:terroir:entries:1"><t:entry><t:title>A</t:title></t:entry></t:entries>'
    expect(readWhole(content, directory)).toMatchObject({ warnings: [], items: [{ raw: { title: 'A' } }] })
  })

  it('keeps the order and place of many entries', () => {
    const content = Array.from({ length: 250 }, (_, at) => `<entry id="${at}"><title>T${at}</title></entry>`).join('')
    const { items } = readWhole(entries(content), directory)
    expect(items).toHaveLength(250)
    expect(items[249]).toMatchObject({ line: 250, externalId: '249', raw: { title: 'T249' } })
  })

  it('warns of elements no field has, once each', () => {
    const { warnings } = readWhole(entries('<entry><titre>A</titre></entry><entry><titre>B</titre></entry>'), directory)
    expect(warnings).toEqual([{ code: 'unknown-element', params: { name: 'titre' } }])
  })

  it('follows a saved mapping of elements', () => {
    const options = { ...directory, mapping: { intitule: 'title' } }
    expect(readWhole(entries('<entry><intitule>A</intitule></entry>'), options)).toMatchObject({
      warnings: [],
      items: [{ raw: { title: 'A' } }],
    })
  })

  it('refuses an entry that repeats an element of one value', () => {
    const { items } = readWhole(entries('<entry><title>A</title><title>B</title></entry>'), directory)
    expect(items[0]?.problems).toMatchObject([{ code: 'repeated-element', field: 'title', line: 1 }])
  })

  it.each([
    [
      'another namespace',
      entries('', 'xmlns="urn:terroir:entries:9"'),
      'wrong-namespace',
      { found: 'urn:terroir:entries:9', expected: 'urn:terroir:entries:1' },
    ],
    ['no namespace', '<entries/>', 'wrong-namespace', { found: '', expected: 'urn:terroir:entries:1' }],
    [
      'another service type',
      entries('', 'xmlns="urn:terroir:entries:1" service-type="job"'),
      'wrong-service-type',
      { found: 'job', expected: 'directory' },
    ],
    [
      'a tag closed by another',
      entries('<entry>\n<title>A</titre></entry>'),
      'not-well-formed',
      { line: 3, column: 9 },
    ],
    ['an end too soon', entries('').slice(0, -3), 'not-well-formed', expect.anything()],
  ])('refuses the whole file for %s', (_name, content, code, params) => {
    expect(refusal(content, directory)).toMatchObject({ code, params })
  })
})
